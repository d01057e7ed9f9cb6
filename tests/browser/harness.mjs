// What every browser test stands on: the built program serves the shipped study, headless Chromium drives the page.
//
// FAIRREACH_BIN names the program (else target/debug/fairreach), FAIRREACH_CHROMIUM the browser (else /usr/bin/chromium).

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '../..');
export const program = process.env.FAIRREACH_BIN ?? join(here, '../../target/debug/fairreach');
const browserPath = process.env.FAIRREACH_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-gpu', '--use-angle=swiftshader'];
export const PATIENCE = 60_000;
export const LAPTOP = { width: 1366, height: 768 };

let server;
let address;
export let browser;
/** Whether the program tells what a site reaches. */
export let tellsCatchments;

/** Starts the program's server and tells where it listens. @param {...string} options */
export async function serve(...options) {
  const server = spawn(program, ['serve', '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const address = await new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) resolve(found[0]);
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`the program ended with ${code} before it served:\n${said}`)));
  });
  return { server, address };
}

before(async () => {
  assert.ok(existsSync(program), `${program} is missing: build it with \`cargo build\`, or name it in FAIRREACH_BIN`);
  assert.ok(existsSync(browserPath), `${browserPath} is missing: install Chromium, or name it in FAIRREACH_CHROMIUM`);
  ({ server, address } = await serve());
  const { status } = await fetch(`${address}/api/catchment`, { method: 'POST' });
  tellsCatchments = status !== 404 && status !== 405;
  browser = await chromium.launch({ executablePath: browserPath, args: FLAGS });
});

after(async () => {
  await browser?.close();
  server?.kill();
});

/** A page of its own, and everything that went wrong on it. */
export const open = (t, viewport = LAPTOP, options = {}) => openAt(t, '', address, viewport, options);

/** The same at an address of its own: what follows `#`, or another server. */
export async function openAt(t, hash = '', server = address, viewport = LAPTOP, { help = false, touch = false } = {}) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', hasTouch: touch });
  t.after(() => context.close());
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (it) => {
    // The software renderer of headless Chromium remarks on every picture taken of it; that is no fault of the page.
    const driver = it.text().includes('GPU stall due to ReadPixels');
    const absent = !tellsCatchments && it.location().url.endsWith('/api/catchment');
    if ((it.type() === 'error' || it.type() === 'warning') && !driver && !absent) wrong.push(`${it.type()}: ${it.text()}`);
  });
  page.on('pageerror', (it) => wrong.push(`thrown: ${it.message}`));
  page.on('request', (it) => { if (!it.url().startsWith(`${server}/`) && !/^(data|blob):/.test(it.url())) wrong.push(`off origin: ${it.url()}`); });
  await page.exposeFunction('tellWrong', (text) => wrong.push(text));
  await page.addInitScript((keepHelp) => {
    document.addEventListener('securitypolicyviolation', (it) => window.tellWrong(`policy: ${it.violatedDirective} ${it.blockedURI}`));
    if (!keepHelp) localStorage.setItem('fairreach-help-seen', '1');
  }, help);
  await page.goto(`${server}/${hash}`);
  await idle(page);
  return { page, wrong };
}

export const idle = (page) => page.waitForSelector('body[data-idle]', { state: 'attached', timeout: PATIENCE });

/** Waits until something holds on the page. Playwright's own `waitForFunction` takes the promise of an async function for a yes. */
export async function until(page, holds, about) {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    if (await page.evaluate(holds, about)) return;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  throw new Error(`never held: ${holds}`);
}

/** Does something that changes the plan and waits until map and figures show it. */
export async function change(page, act) {
  const revision = await page.evaluate(async () => (await import('/js/main.js')).page.app.revision);
  await act();
  await until(page, async (was) => {
    const { app } = (await import('/js/main.js')).page;
    return app.revision > was && !app.busy;
  }, revision);
  await idle(page);
}

/** Every figure on the page as text, and the class and colour of every area on the map. */
export async function shown(page) {
  return page.evaluate(async () => {
    const { app, map } = (await import('/js/main.js')).page;
    const text = (id) => document.getElementById(id).innerText;
    const classes = Object.fromEntries([...app.areas.keys()].map((code) => [code, map.map.getFeatureState({ source: 'areas', id: code }).class]));
    return {
      headline: text('tiles'), sentences: text('sentences'), tables: text('tables'), key: text('legend'), plan: text('plan-state'),
      table: [...document.querySelectorAll('#areas-table td')].map((it) => it.textContent),
      classes,
    };
  });
}

/** For each area: the colour most seen about its point on a picture of the screen, and the colour of its class. */
export async function coloursSeen(page) {
  const picture = (await page.screenshot()).toString('base64');
  return page.evaluate(async (data) => {
    const { app, map } = (await import('/js/main.js')).page;
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen.drawImage(image, 0, 0);
    const frame = map.map.getContainer().getBoundingClientRect();
    const wanted = new Map(app.answer.legend[app.shade].map((it) => [it.class, it.colour]));
    const colours = new Set(wanted.values());
    colours.delete('#FFFFFF'); // that of no way there, and of roads
    const listed = map.classes();
    const classes = new Map([...app.areas.keys()].map((code, i) => [code, listed[i]]));
    const totals = {};
    const all = pen.getImageData(frame.left, frame.top, frame.width, frame.height).data;
    const hex = (bytes, at) => `#${[0, 1, 2].map((it) => bytes[at + it].toString(16).padStart(2, '0')).join('')}`.toUpperCase();
    for (let at = 0; at < all.length; at += 4) {
      const colour = hex(all, at);
      totals[colour] = (totals[colour] ?? 0) + 1;
    }
    const areas = [...app.areas.values()].flatMap((area) => {
      if (area.point === null) return [];
      const { x, y } = map.map.project(area.point);
      if (x < 10 || y < 10 || x > frame.width - 10 || y > frame.height - 10) return [];
      const { data: bytes } = pen.getImageData(Math.round(frame.left + x) - 7, Math.round(frame.top + y) - 7, 15, 15);
      const seen = new Map();
      for (let at = 0; at < bytes.length; at += 4) {
        const colour = hex(bytes, at);
        seen.set(colour, (seen.get(colour) ?? 0) + 1);
      }
      // Roads, borders and sites lie over the shading; what counts is which class's colour shows between them.
      const shading = [...seen].filter(([colour]) => colours.has(colour));
      const most = shading.sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
      return [{ code: area.code, most, wanted: wanted.get(classes.get(area.code)) }];
    });
    return { areas, totals };
  }, picture);
}

/** An open site that is not locked and is some area's nearest, so that closing it must show. */
export const closable = (page, fewest = false) => page.evaluate(async (fewest) => {
  const { app } = (await import('/js/main.js')).page;
  const used = (id) => app.answer.areas.filter((it) => it.plan.nearest === id).length;
  const open = app.study.sites.filter((it) => it.status === 'existing' && it.lock === null && used(it.id) > 0);
  const site = open.sort((a, b) => (used(b.id) - used(a.id)) * (fewest ? -1 : 1))[0];
  return { id: site.id, name: site.name };
}, fewest);

export const exactly = (name) => ({ name, exact: true });

export async function assertAccessible(page, where) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  const told = violations.map((it) => `${it.id} (${it.impact}): ${it.help}\n${it.nodes.map((node) => `    ${node.target} ${node.failureSummary}`).join('\n')}`);
  assert.deepEqual(told, [], where);
}
