// docs/clients/typescript.md from the comments of what the entry points export; with --check, an outdated page fails.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import ts from "typescript";
import { root } from "./bundle.mjs";

const page = resolve(root, "../../docs/clients/typescript.md");
const entries = { "@platform/client": "index", "@platform/client/offline": "offline/index", "@platform/client/worker": "worker/index", "@platform/client/react": "react/index" };
const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const program = ts.createProgram(Object.values(entries).map((entry) => `${root}/src/${entry}.ts`), options);
const checker = program.getTypeChecker();

const lines = [
  "# The TypeScript client: reference", "",
  "Made from the comments in `clients/typescript/src` by `npm run reference`. How to begin is in [clients](../clients.md).", "",
];
for (const [name, entry] of Object.entries(entries)) {
  lines.push(`## \`${name}\``, "");
  const file = program.getSourceFile(`${root}/src/${entry}.ts`);
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(file)).map(resolveAlias);
  for (const symbol of symbols.sort((a, b) => a.name.localeCompare(b.name))) describe(symbol);
}
const text = `${lines.join("\n").replace(/\n{3,}/g, "\n\n").trimEnd()}\n`;

if (process.argv.includes("--check")) {
  let written = "";
  try {
    written = readFileSync(page, "utf8");
  } catch {
    // Not there is outdated too.
  }
  if (written !== text) {
    console.error("docs/clients/typescript.md is not what the comments say: npm run reference");
    process.exitCode = 1;
  }
} else {
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, text);
}

function resolveAlias(symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function comment(symbol) {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
}

function describe(symbol) {
  const declaration = symbol.declarations[0];
  lines.push(`### \`${symbol.name}\``, "", comment(symbol), "");
  if (ts.isFunctionDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) {
    lines.push("```ts", signature(declaration), "```", "");
  }
  if (ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration)) {
    const members = declaration.members.filter((member) => isPublic(member));
    if (members.length === 0) return;
    lines.push("| member | |", "| --- | --- |");
    for (const member of members) lines.push(`| ${cell(`\`${signature(member)}\``)} | ${cell(memberComment(member))} |`);
    lines.push("");
  }
}

function isPublic(member) {
  if (ts.isIndexSignatureDeclaration(member) || ts.isSetAccessor(member)) return false;
  if (member.name && ts.isPrivateIdentifier(member.name)) return false;
  return !ts.getJSDocTags(member).some((tag) => tag.tagName.text === "internal");
}

function memberComment(member) {
  const symbol = member.name ? checker.getSymbolAtLocation(member.name) : null;
  if (symbol) return comment(symbol);
  return ts.getJSDocCommentsAndTags(member).map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? "").join(" ").trim();
}

// A declaration without its body.
function signature(node) {
  const text = node.getText();
  const end = node.body ? node.body.getStart() - node.getStart() : node.initializer ? node.initializer.getStart() - node.getStart() : text.length;
  return text.slice(0, end).replace(/^(export|override|readonly|async)\s+/g, "").replace(/\s*=\s*$/, "").replace(/[;\s]+$/, "").replace(/\s+/g, " ");
}

function cell(text) {
  return text.replaceAll("|", "\\|").replace(/```\w*\n([\s\S]*?)```/g, "").replace(/\s+/g, " ").trim();
}
