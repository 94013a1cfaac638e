// Runs the client in Node: a call is made, times out, and is retried. `node run.mjs FOLDER`, with the folder that `bind` wrote.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import test, { after, before } from "node:test";

const { call } = createRequire(import.meta.url)(resolve(process.argv[2], "cekura_wasm.js"));

const seen = [];
const server = createServer((request, response) => {
  seen.push(request);
  const earlier = seen.filter((other) => other.url === request.url && other.method === request.method).length - 1;
  if (request.url === "/never/" || (request.url === "/late/" && earlier === 0)) return;
  const busy = request.url === "/busy/" && earlier < 2;
  response.writeHead(busy ? 503 : 200, { "content-type": "application/json" });
  response.end(busy ? "{}" : `{"number": ${earlier}}`);
});
let url;
before(async () => {
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.closeAllConnections() ?? server.close());

const requests = (path) => seen.filter((request) => request.url === path).length;

test("a call is made", async () => {
  assert.equal(await call(url, "GET", "/here/", 5000), 'value {"number":0}');
  assert.equal(seen.at(-1).headers["x-cekura-api-key"], "the-key");
  assert.equal(seen.at(-1).headers.accept.split(",")[0], "application/json");
});

test("a call is retried after its pauses", async () => {
  assert.equal(await call(url, "GET", "/busy/", 5000), 'value {"number":2}');
  assert.equal(requests("/busy/"), 3);
});

test("a POST is not", async () => {
  assert.match(await call(url, "POST", "/busy/", 5000), /^Status after 1: POST \/busy\/: 503/);
});

test("a call times out, and is retried", async () => {
  assert.equal(await call(url, "GET", "/late/", 300), 'value {"number":1}');
  assert.equal(requests("/late/"), 2);
});

test("it times out each time", async () => {
  const start = performance.now();
  assert.match(await call(url, "GET", "/never/", 200), /^Timeout after 3: GET \/never\//);
  assert.equal(requests("/never/"), 3);
  assert.ok(performance.now() - start >= 600, "three attempts");
});

test("nobody is there", async () => {
  assert.match(await call("http://127.0.0.1:9", "POST", "/x/", 5000), /^Conn\w+ after \d: POST \/x\//);
});
