// From the click to the painted figures, for benches/map_latency: node map-latency.mjs CHANGES FOLDER NAME=STUDY...

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const program = process.env.FAIRREACH_BIN ?? join(root, 'target/release/fairreach');
const executablePath = process.env.FAIRREACH_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-gpu', '--use-angle=swiftshader'];
const LOADS = 3;
const [changes, folder, ...studies] = process.argv.slice(2);

/** The value below which a share of some numbers lies. */
const quantile = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
const ms = (value) => `${Math.round(value).toLocaleString('en-GB')} ms`;

async function serve(study) {
  const server = spawn(program, ['serve', '--port', '0', ...(study === '' ? [] : [study])], { stdio: ['ignore', 'ignore', 'pipe'] });
  const began = performance.now();
  const address = await new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (chunk) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (found) resolve(found[0]);
    });
    server.on('exit', (code) => reject(new Error(`the program ended with ${code}:\n${said}`)));
  });
  return { server, address, start: performance.now() - began };
}

/** Opens the page and tells how long it takes until map and figures stand. */
async function view(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    localStorage.setItem('fairreach-help-seen', '1');
    // The page says itself when map and figures stand; the driver's own polling would add to it.
    const seen = new MutationObserver(() => {
      if (document.body?.dataset.idle === undefined || window.fairreachFull !== undefined) return;
      window.fairreachFull = performance.now();
    });
    seen.observe(document, { attributes: true, subtree: true, attributeFilter: ['data-idle'] });
  });
  await page.goto(address);
  await page.waitForFunction(() => window.fairreachFull !== undefined, null, { timeout: 120_000 });
  return { context, page, full: await page.evaluate(() => window.fairreachFull) };
}

/** Opens and closes centres one after the other; times of each in milliseconds. */
const measure = (page, n) => page.evaluate(async (n) => {
  const { app, map } = (await import('/js/main.js')).page;
  const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
  const buttons = [...document.querySelectorAll('#centres .toggle')].filter((it) => !it.hidden);
  // Spread over the list by a step that meets every place.
  const step = buttons.length % 7 === 0 ? 11 : 7;
  const told = { figures: [], map: [] };
  for (let i = 0; i < n; i += 1) {
    const button = buttons[(i * step) % buttons.length];
    const answered = new Promise((resolve) => { app.addEventListener('answer', resolve, { once: true }); });
    const began = performance.now();
    button.click();
    await answered;
    const drawn = new Promise((resolve) => { map.map.once('idle', resolve); });
    await frame();
    await frame();
    told.figures.push(performance.now() - began);
    await drawn;
    told.map.push(performance.now() - began);
    if (app.problem) throw new Error(app.problem);
    // What each centre alone changes is asked for while the plan rests; a reader rests too.
    await new Promise((resolve) => { setTimeout(resolve, 30); });
  }
  const body = JSON.stringify({ service: app.service, mode: app.mode, changes: app.changes });
  const alone = [];
  let bytes = 0;
  for (let i = 0; i < 15; i += 1) {
    const began = performance.now();
    const response = await fetch('/api/assess', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    bytes = (await response.arrayBuffer()).byteLength;
    alone.push(performance.now() - began);
  }
  const open = app.study.sites.filter((it) => it.status === 'existing').length;
  return { ...told, alone, bytes, areas: app.areas.size, sites: app.study.sites.length, open, tiles: app.study.in_tiles };
}, n);

const rows = [];
const browser = await chromium.launch({ executablePath, args: FLAGS });
for (const named of studies) {
  const [name, study = ''] = named.split('=');
  const { server, address, start } = await serve(study);
  const full = [];
  for (let i = 0; i < LOADS; i += 1) {
    const { context, page, full: took } = await view(browser, address);
    full.push(took);
    if (i < LOADS - 1) {
      await context.close();
      continue;
    }
    const told = await measure(page, Number(changes));
    const row = { name, start, full, ...told };
    rows.push(row);
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(row));
    await context.close();
  }
  server.kill();
}
await browser.close();
console.log('| study | areas | sites (open) | ready to serve | first full view | click to figures, median | 95th percentile | click to map at rest, median | 95th percentile | answer alone | its size |');
console.log('|---|---|---|---|---|---|---|---|---|---|---|');
for (const it of rows) {
  console.log(`| ${it.name} | ${it.areas.toLocaleString('en-GB')} | ${it.sites.toLocaleString('en-GB')} (${it.open}) | ${(it.start / 1000).toFixed(1)} s | ${ms(quantile(it.full, 0.5))} | ${ms(quantile(it.figures, 0.5))} | ${ms(quantile(it.figures, 0.95))} | ${ms(quantile(it.map, 0.5))} | ${ms(quantile(it.map, 0.95))} | ${ms(quantile(it.alone, 0.5))} | ${Math.round(it.bytes / 1000).toLocaleString('en-GB')} kB |`);
}
