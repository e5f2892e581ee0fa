import { Access } from "/assets/access.js";
import { element } from "../elements.js";
import { exampleOf, sample } from "./example.js";

const spec = "/api/v1/websocket-performance/openapi.json";
const find = (id) => document.getElementById(id);
const access = new Access({ sub: "api", role: "operator", scope: "metrics:read", channels: [] });

try {
  const [answer, isDevelopment] = await Promise.all([fetch(spec), access.open().catch(() => false)]);
  if (!answer.ok) throw new Error(`${spec} answered ${answer.status}.`);
  find("token-form").hidden = isDevelopment;
  show(await answer.json(), isDevelopment);
} catch (error) {
  find("problem").textContent = error.message;
}

function show({ info, paths }, isDevelopment) {
  find("title").textContent = info.title;
  find("about").textContent = info.description;
  find("operations").replaceChildren(...Object.entries(paths).map(([path, { get }]) => operation(path, get, isDevelopment)));
}

function operation(path, { operationId, summary, description, parameters = [], responses }, isDevelopment) {
  const title = element("h2", summary);
  title.id = operationId;
  const form = element("form", [...parameters.map((parameter) => choice(operationId, parameter)), element("button", "Send")], "try");
  const output = element("pre", "", "output");
  output.tabIndex = 0;
  output.hidden = true;
  form.addEventListener("submit", (submission) => {
    submission.preventDefault();
    send(path, new FormData(form), output, isDevelopment);
  });
  const example = element("pre", exampleOf(responses));
  example.tabIndex = 0;
  const section = element("section", [
    element("p", [element("strong", "GET", "method"), " ", element("code", path)], "path"), title, element("p", description), form, output,
    element("details", [element("summary", "An answer"), example]),
  ], "card operation");
  section.setAttribute("aria-labelledby", operationId);
  return section;
}

function choice(operationId, { name, description, schema }) {
  const select = element("select", [new Option("default", ""), ...schema.enum.map((value) => element("option", value))]);
  select.name = name;
  select.id = `${operationId}-${name}`;
  const label = element("label", [element("span", name), select, element("small", description, "quiet")]);
  label.htmlFor = select.id;
  return label;
}

async function send(path, fields, output, isDevelopment) {
  const query = new URLSearchParams([...fields].filter(([, value]) => value !== ""));
  const token = isDevelopment ? await access.token() : find("token").value.trim();
  const address = query.size > 0 ? `${path}?${query}` : path;
  output.hidden = false;
  try {
    const answer = await fetch(address, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
    output.textContent = `GET ${address}\n${answer.status} ${answer.statusText}\n\n${sample(await answer.json())}`;
  } catch (error) {
    output.textContent = `GET ${address}\n${error.message}`;
  }
}
