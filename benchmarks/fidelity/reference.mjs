// Prints, for every page below a directory, what remark reads in it: one JSON object per line.
// Usage: node reference.mjs DIRECTORY

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { visit } from "unist-util-visit";

const parser = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(remarkMdx);
const PROSE = new Set(["paragraph", "heading", "tableCell"]);
const COMPONENTS = ["mdxJsxFlowElement", "mdxJsxTextElement"];

function text(node) {
  if (node.type === "text" || node.type === "inlineCode") return node.value;
  if (node.type === "image") return node.alt ? `[Image: ${node.alt}]` : "";
  if (node.type === "break") return "\n";
  if (node.type === "mdxTextExpression") return node.value.trim() === "' '" ? " " : "";
  return (node.children ?? []).map(text).join("");
}

function attribute(node, name) {
  const value = node.attributes.find((each) => each.name === name)?.value;
  return typeof value === "string" ? value : undefined;
}

function title(node) {
  const name = attribute(node, "title");
  return name === "Request" || name === "Response" ? undefined : name;
}

const NAMES = {
  "Event.Details": (node) => attribute(node, "name"),
  "ExampleApps.Card": title,
  Callout: (node) => attribute(node, "type"),
  CodeBlock: title,
  CodeBlockTab: title,
};

function read(source) {
  const page = { prose: [], headings: [], fences: [], tables: [], links: [], names: [] };
  visit(parser.parse(source), (node) => {
    if (PROSE.has(node.type)) page.prose.push(text(node));
    if (node.type === "heading") page.headings.push([node.depth, text(node)]);
    if (node.type === "table") page.tables.push(node.children.map((row) => row.children.map(text)));
    // A bare URL is prose; what counts as a link here is `[text](url)`.
    if (node.type === "link" && source[node.position.start.offset] === "[") page.links.push(node.url);
    if (node.type === "code") {
      page.fences.push(node.value);
      const named = /\btitle="([^"]*)"/.exec(`${node.lang} ${node.meta}`);
      if (named) page.names.push(named[1]);
    }
    if (COMPONENTS.includes(node.type)) {
      const name = NAMES[node.name]?.(node);
      if (name) page.names.push(name);
    }
  });
  return page;
}

const root = process.argv[2];
const paths = readdirSync(root, { recursive: true }).filter((path) => /\.mdx?$/.test(path));
for (const path of paths.sort()) {
  const page = { path: path.replaceAll("\\", "/") };
  try {
    Object.assign(page, read(readFileSync(join(root, path), "utf8")));
  } catch (error) {
    page.error = error.message;
  }
  console.log(JSON.stringify(page));
}
