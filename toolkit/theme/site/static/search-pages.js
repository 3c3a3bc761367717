// Where an excerpt comes from: our pages have a main element; loaded after searchtools.js.
Search.htmlToText = (html, anchor) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll("script, style, nav, .review").forEach((part) => part.remove());
  const part = (anchor && page.querySelector(`main ${anchor}`)) || page.querySelector("main");
  return part ? part.textContent : "";
};
