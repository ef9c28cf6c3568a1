/**
 * Calls every API method of a telemetry SDK once, START first and END, which flushes, last.
 *
 * `start` is awaited because 2.0.1 reads the device id in it, and what is called before that is
 * done overtakes START: contract/clients.md 1.
 */
export async function callAll(sdk, config, { start, ...calls }) {
  await sdk.start(config, "do_11", "2", start);
  for (const [method, edata] of Object.entries(calls)) sdk[method](edata);
}
