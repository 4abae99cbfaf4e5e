// Sends the calls of a JSON file through the JavaScript SDK's client, prints what came back as JSON.
//
//     node client.mjs CALLS.json COMMAND ARGUMENT...

import { readFile } from "node:fs/promises";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [, , file, command, ...args] = process.argv;
const calls = JSON.parse(await readFile(file, "utf-8"));
const client = new Client({ name: "benchmarks", version: "0" });
await client.connect(new StdioClientTransport({ command, args, env: process.env }));
const { tools } = await client.listTools();
const { resources } = await client.listResources();
const results = [];
for (const call of calls) results.push(await client.callTool(call));
const { contents } = await client.readResource({ uri: resources[0].uri });
await client.close();
console.log(JSON.stringify({ tools, resources, results, contents }));
