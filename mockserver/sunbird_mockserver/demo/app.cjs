/**
 * A partner's app: real SDK, real calls. Usage: node app.cjs CONFIG CALLS, both as JSON.
 *
 * A call is [method, edata, options]; SDK 2.0.1 flushes by itself at its batch size and at END.
 */
const { $t } = require("@project-sunbird/telemetry-sdk");

async function main([config, calls]) {
  for (const [method, edata, options] of calls) {
    if (method === "start") await $t.start(config, "do_31277", "1.0", edata);
    else $t[method](edata, options);
  }
}

main(process.argv.slice(2).map((argument) => JSON.parse(argument)));
