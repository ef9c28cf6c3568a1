/**
 * Usage: node call_all.mjs NODE_MODULES CONFIG CALLS, the last two as JSON.
 *
 * The process ends when every batch has its answer: pending requests keep Node alive.
 */
import { createRequire } from "node:module";
import { callAll } from "../pages/call_all.mjs";

const [nodeModules, config, calls] = process.argv.slice(2);
const { $t } = createRequire(`${nodeModules}/`)("@project-sunbird/telemetry-sdk");

await callAll($t, JSON.parse(config), JSON.parse(calls));
