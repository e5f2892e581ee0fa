// Table cells and the like, with text that is never read as markup.
export function element(tag, content = "", className = "") {
  const made = document.createElement(tag);
  made.append(...[content].flat());
  if (className) made.className = className;
  return made;
}

export function row(header, ...cells) {
  const made = element("tr", [element("th", header), ...cells]);
  made.firstChild.scope = "row";
  return made;
}
