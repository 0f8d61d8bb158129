// Source files and packages -> one script (and one sheet of styles, where it has any) for each page that is better
// with one, the outline of the country for maps, and the licences of everything that went in.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";
import { feature } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "..", "static", "built");
const require = createRequire(import.meta.url);
const SLOVENIA = "705"; // ISO 3166-1 numeric

async function bundle() {
  const pages = (await readdir(join(here, "source"))).filter((name) => name.endsWith(".js"));
  const result = await esbuild.build({
    absWorkingDir: here,
    entryPoints: pages.map((name) => join("source", name)),
    outdir: built,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    legalComments: "none",
    metafile: true,
    loader: { ".png": "dataurl", ".svg": "dataurl" },
  });
  return packagesIn(result.metafile);
}

function packagesIn(metafile) {
  const found = Object.keys(metafile.inputs).map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]);
  return [...new Set(found.filter(Boolean)), "world-atlas"].sort();
}

async function outline() {
  const world = JSON.parse(await readFile(require.resolve("world-atlas/countries-10m.json"), "utf8"));
  const country = world.objects.countries.geometries.find((one) => one.id === SLOVENIA);
  const { type, coordinates } = feature(world, country).geometry;
  await writeFile(join(built, "outline.json"), JSON.stringify({ type, coordinates: coordinates.map(rounded) }) + "\n");
}

function rounded(value) {
  return Array.isArray(value) ? value.map(rounded) : Math.round(value * 10000) / 10000;
}

async function licences(names) {
  const parts = await Promise.all(
    names.map(async (name) => {
      const folder = join(here, "node_modules", name);
      const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
      const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
      const text = file ? await readFile(join(folder, file), "utf8") : "";
      return `${about.name} ${about.version} (${about.license})\n\n${text.trim()}\n`;
    }),
  );
  await writeFile(join(built, "licences.txt"), parts.join("\n----\n\n"));
}

await rm(built, { recursive: true, force: true });
await mkdir(built, { recursive: true });
const names = await bundle();
await outline();
await licences(names);
