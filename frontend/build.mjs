// Builds the one style sheet, and lays fonts and script beside it. Run with `npm run build`.
// Tokens that nothing uses are left out, and so are the demonstration classes of the components
// (`--hover`, `--focus` ...), which only exist for pictures in documentation.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bundleAsync, transform } from "lightningcss";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/schakel/web/shell/static/shell");
const resolve = (name) => createRequire(import.meta.url).resolve(name);
const budget = { "schakel.css": 25_000, "schakel.js": 1_500, "keep.js": 3_300, "fonts/figtree.woff2": 30_000 };
const browsers = { chrome: 120 << 16, firefox: 121 << 16, safari: (17 << 16) | (2 << 8) };

function packagePath(specifier, from) {
  return specifier.startsWith(".") ? join(dirname(from), specifier) : join(here, "../node_modules", specifier);
}

/** The flat declarations of a token file, as a map from name to value. */
function tokens(path) {
  const text = readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  return new Map([...text.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value.trim()]));
}

const references = (text) => [...text.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name);

/** The tokens that the style sheet reaches, directly or through other tokens. */
function used(all, css) {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name) || !all.has(name)) return;
    found.add(name);
    references(all.get(name)).forEach(visit);
  };
  references(css).forEach(visit);
  return [...all].filter(([name]) => found.has(name));
}

const demonstration = /--(hover|active|focus|focus-visible|visited|disabled|read-only|invalid|placeholder|busy|pressed)$/;
const kept = new Set(["utrecht-form-field--invalid"]);

const withoutDemonstrations = {
  Selector(selector) {
    const shown = selector.some(
      (part) => part.type === "class" && demonstration.test(part.name) && !kept.has(part.name),
    );
    return shown ? [] : selector;
  },
};

const bundled = await bundleAsync({
  filename: join(here, "schakel.css"),
  resolver: { resolve: packagePath },
  visitor: withoutDemonstrations,
  targets: browsers,
  minify: true,
});
const components = bundled.code.toString();

const theme = tokens(resolve("@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"));
const all = new Map([...theme, ...tokens(join(here, "tokens.css"))]);
const root = used(all, components).map(([name, value]) => `${name}:${value};`).join("");
const sheet = transform({
  filename: "schakel.css",
  code: Buffer.from(`:root{${root}}${components}`),
  targets: browsers,
  minify: true,
}).code;

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "fonts"), { recursive: true });
writeFileSync(join(target, "schakel.css"), sheet);
for (const name of ["schakel.js", "keep.js", "icon.svg", "chain.svg"]) cpSync(join(here, name), join(target, name));
const font = dirname(resolve("@fontsource-variable/figtree/package.json"));
cpSync(join(font, "files/figtree-latin-wght-normal.woff2"), join(target, "fonts/figtree.woff2"));
cpSync(join(font, "LICENSE"), join(target, "fonts/OFL.txt"));

let over = false;
for (const [name, most] of Object.entries(budget)) {
  const size = gzipSync(readFileSync(join(target, name)), { level: 9 }).length;
  over ||= size > most;
  console.log(`${name.padEnd(22)} ${String(size).padStart(6)} bytes gzipped (at most ${most})`);
}
if (over) process.exit(1);
