/**
 * Sends what the Node SDK asks the API to the emulator; the SDK has no variable for that.
 *
 * node --import redirect.mjs PROGRAM
 */
const original = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const url = String(input instanceof Request ? input.url : input);
  const local = url.replace('https://api.workos.com', process.env.WORKOS_BASE_URL);
  return original(input instanceof Request ? new Request(local, input) : local, init);
};
