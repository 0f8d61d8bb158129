// Replays an event stream with ldes-client and prints each version as one line of JSON.
// usage: node follow.mjs ADDRESS STATE-FOLDER
import { replicateLDES } from "ldes-client";
import { Writer } from "n3";

const [url, statePath] = process.argv.slice(2);
const client = replicateLDES({ url, statePath, materialize: true }, "ascending");
client.on("error", (error) => {
  console.error(error);
  process.exit(1);
});
const members = client.stream({ highWaterMark: 10 }).getReader();
for (let next = await members.read(); !next.done; next = await members.read()) {
  const { id, timestamp, quads } = next.value;
  const text = new Writer({ format: "N-Quads" }).quadsToString(quads);
  process.stdout.write(`${JSON.stringify({ thing: id.value, time: timestamp, quads: text })}\n`);
}
