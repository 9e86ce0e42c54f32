// Drives one page of a real Firefox by WebDriver BiDi: an order a line on standard input, an answer a line on standard output.
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const PATIENCE = 20_000; // ms
const [executablePath, profile] = process.argv.slice(2);
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  userDataDir: profile,
  headless: true,
  extraPrefsFirefox: {
    "media.navigator.streams.fake": true,
    "media.navigator.permission.disabled": true,
    // Loopback alone is what these machines may have.
    "media.peerconnection.ice.loopback": true,
    "media.peerconnection.ice.obfuscate_host_addresses": false,
    "media.autoplay.default": 0,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
  },
});
const page = await browser.newPage();
page.setDefaultTimeout(PATIENCE);
const troubles = [];
page.on("pageerror", (error) => troubles.push(String(error)));

const ORDERS = {
  open: ({ url }) => page.goto(url).then(() => null),
  click: ({ selector }) => page.click(selector),
  type: ({ selector, text }) => page.type(selector, text),
  press: ({ key }) => page.keyboard.press(key),
  see: ({ selector }) => page.waitForSelector(selector).then(() => null),
  until: ({ source, value }) => page.waitForFunction(`(${source})(${JSON.stringify(value)})`).then(() => null),
  evaluate: ({ source, value }) => page.evaluate(`(${source})(${JSON.stringify(value)})`),
  picture: ({ path, width, height }) =>
    page.setViewport({ width, height }).then(() => page.screenshot({ path, fullPage: true })).then(() => null),
  reload: () => page.reload().then(() => null),
  troubles: () => troubles,
};

for await (const line of createInterface({ input: process.stdin })) {
  const { order, ...how } = JSON.parse(line);
  let answer;
  try {
    answer = { value: (await ORDERS[order](how)) ?? null };
  } catch (error) {
    answer = { failure: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
