// What a planner does around a plan: asks about places, compares, shares the address, takes away, prints, consults.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible, change, closable, exactly, idle, LAPTOP, open, openAt, PATIENCE, program, root, serve, shown, until } from './harness.mjs';

const close = async (page) => {
  const site = await closable(page);
  await change(page, () => page.getByRole('button', exactly(`Close ${site.name}`)).click());
  return site;
};
const figure = (page, name, scope = 'all') => page.evaluate(async ({ name, scope }) => {
  const { app } = (await import('/js/main.js')).page;
  return app.answer.scenario.figures.find((it) => it.name === name && it.scope === scope)?.value;
}, { name, scope });

test('every shading draws each area in the class of its key, and the key counts everyone', async (t) => {
  const { page, wrong } = await open(t);
  await close(page);
  const shades = await page.locator('#shade option').evaluateAll((all) => all.map((it) => it.value));
  assert.equal(shades.length, 7);
  const everyone = await figure(page, 'children');
  for (const shade of shades) {
    await page.selectOption('#shade', shade);
    await idle(page);
    const told = await page.evaluate(async () => {
      const { app, map } = (await import('/js/main.js')).page;
      const rows = app.answer.legend[app.shade];
      const classes = map.classes();
      const drawn = [...app.areas.keys()].map((id) => map.map.getFeatureState({ source: 'areas', id }).class);
      const counted = new Map(rows.map((it) => [it.class, it.areas]));
      for (const it of drawn) counted.set(it, (counted.get(it) ?? NaN) - 1);
      return { same: drawn.every((it, i) => it === classes[i]), left: [...counted.values()].filter((it) => it !== 0), people: rows.reduce((sum, it) => sum + it.children, 0) };
    });
    assert.ok(told.same, `${shade}: the map and the answer differ`);
    assert.deepEqual(told.left, [], `${shade}: the key counts other areas than are drawn`);
    assert.ok(Math.abs(told.people - everyone) < 1e-6, `${shade}: ${told.people} of ${everyone}`);
    await assertAccessible(page, `shaded by ${shade}`);
  }
  assert.deepEqual(wrong, []);
});

test('the list tells what closing each centre does, and closing it does just that', async (t) => {
  const { page, wrong } = await open(t);
  await change(page, () => page.selectOption('#mode', 'walk'));
  await until(page, async () => (await import('/js/main.js')).page.app.alone.size > 0);
  const told = await page.evaluate(async () => {
    const { app } = (await import('/js/main.js')).page;
    const open = [...app.alone.values()].filter((it) => it.closes && app.sites.get(it.site).lock === null);
    const worst = open.sort((a, b) => a.within - b.within)[0];
    return { ...worst, name: app.sites.get(worst.site).name };
  });
  assert.ok(told.within < 0, 'no centre matters on foot');
  const row = page.locator('.centres li', { hasText: told.name });
  const [, longer] = new RegExp(`if closed: ${Math.round(-told.within)} more beyond the standard, ([0-9.]+) min longer on average`).exec((await row.innerText()).replace(/\s+/g, ' ')) ?? [];
  assert.ok(longer, await row.innerText());
  const [before, mean] = [await figure(page, 'children_within'), await figure(page, 'mean_minutes')];
  await change(page, () => page.getByRole('button', exactly(`Close ${told.name}`)).click());
  assert.ok(Math.abs(await figure(page, 'children_within') - before - told.within) < 1e-6);
  assert.ok(Math.abs(await figure(page, 'mean_minutes') - mean - Number(longer)) <= 0.051, `the mean journey is not ${longer} min longer`);
  await page.selectOption('#centres-order', 'harm');
  await until(page, async () => (await import('/js/main.js')).page.app.alone.size > 0);
  assert.deepEqual(wrong, []);
});

test('two plans stand on two maps that move together, on one of their differences, and in a table that marks the best', async (t) => {
  const { page, wrong } = await open(t);
  await close(page);
  await page.getByRole('button', exactly('Compare')).click();
  await page.waitForSelector('#compare[data-drawn="today now two"]', { timeout: PATIENCE });
  await page.locator('.compare-table table').waitFor();
  await page.getByRole('columnheader', { name: /^Least harm \(optimiser, within £/ }).waitFor({ timeout: PATIENCE });
  await page.waitForTimeout(500);
  await assertAccessible(page, 'two maps');
  const moved = await page.evaluate(async () => {
    const [left, right] = [...document.querySelectorAll('.compare-map')];
    return { left: left.clientWidth > 200, right: right.clientWidth > 200 };
  });
  assert.deepEqual(moved, { left: true, right: true });
  const losing = await figure(page, 'children_losing');
  const said = await page.locator('#compare [role=status]').first().innerText();
  assert.ok(said.includes(`${losing.toLocaleString('en-GB')} worse off`) || said.replaceAll(/\.\d/g, '').includes(String(Math.round(losing))), `${said}, ${losing}`);
  const table = page.locator('.compare-table table');
  const heads = await table.locator('thead th').allInnerTexts();
  assert.ok(heads.includes('Today') && heads.includes('Your plan'), heads.join());
  const minutes = await table.getByRole('row', { name: /^Average minutes / }).first().innerText();
  assert.match(minutes, /★ best/);
  assert.match(minutes, /▼ worst/);
  await page.selectOption('#compare-as', 'one');
  await page.waitForSelector('#compare[data-drawn="today now one"]', { timeout: PATIENCE });
  assert.ok(await page.locator('#compare-map-one').isVisible());
  await assertAccessible(page, 'one map of the differences');
  // A scenario of the study is loaded from the table, and one undo brings the draft back.
  const draft = await page.evaluate(async () => (await import('/js/main.js')).page.app.changes);
  await change(page, () => table.getByRole('button').last().click());
  assert.notDeepEqual(await page.evaluate(async () => (await import('/js/main.js')).page.app.changes), draft);
  await change(page, () => page.getByRole('button', exactly('Undo')).click());
  assert.deepEqual(await page.evaluate(async () => (await import('/js/main.js')).page.app.changes), draft);
  assert.deepEqual(wrong, []);
});

test('the optimiser offers its best plans within what the plan costs; one is taken, and the draft comes back', async (t) => {
  const { page, wrong } = await open(t);
  await change(page, () => page.selectOption('#mode', 'walk'));
  await close(page);
  const [cost, share] = [await figure(page, 'annual_cost'), await figure(page, 'share_within')];
  const draft = await page.evaluate(async () => (await import('/js/main.js')).page.app.changes);
  await page.getByRole('button', exactly('Best plans')).click();
  const table = page.getByRole('table', { name: /^The optimiser's plans/ });
  await table.waitFor({ timeout: PATIENCE });
  assert.equal(Number(await page.getByLabel('At most, £ a year').inputValue()), Math.round(cost));
  await assertAccessible(page, 'the best plans');
  const names = await table.getByRole('rowheader').allInnerTexts();
  assert.deepEqual(names.map((it) => it.split('\n')[0]), ['Today', 'Cheapest', 'Most reach', 'Best for deciles 1-3', 'Least harm']);
  const told = await table.getByRole('row', { name: /^Most reach/ }).getByRole('cell').allInnerTexts();
  await change(page, () => page.getByRole('button', exactly('Take Most reach as the plan')).click());
  assert.ok(await figure(page, 'annual_cost') <= cost);
  assert.ok(await figure(page, 'share_within') > share);
  assert.equal(told[1], `£${(await figure(page, 'annual_cost')).toLocaleString('en-GB')}`);
  assert.equal(told[3], `${(await figure(page, 'share_within') * 100).toFixed(1)} %`);
  await change(page, () => page.getByRole('button', exactly('Undo')).click());
  assert.deepEqual(await page.evaluate(async () => (await import('/js/main.js')).page.app.changes), draft);
  // With less money fewer are reached.
  await page.getByLabel('At most, £ a year').fill('£900,000');
  await page.keyboard.press('Enter');
  await page.getByText('The others are within £900,000 a year').waitFor({ timeout: PATIENCE });
  const fewer = await table.getByRole('row', { name: /^Most reach/ }).getByRole('cell').allInnerTexts();
  assert.ok(parseFloat(fewer[3]) < parseFloat(told[3]), `${fewer} and ${told}`);
  // A centre chosen in the list is shown where it stands.
  await page.locator('.centres .name').first().click();
  assert.ok(await page.locator('#map').isVisible());
  assert.deepEqual(wrong, []);
});

test('rows of a batch are found by their figures, and one becomes the plan with just these', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fairreach-batch-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'rule.toml'), '[rule]\nchoose = [5, 6, 7]\nof = "all"\nsample = 2000\nseed = 3\n');
  const study = join(root, 'data/isle-of-man');
  const figures = 'health-visiting/mean_minutes,health-visiting/share_within:worst_decile,annual_cost';
  execFileSync(program, ['batch', study, join(folder, 'rule.toml'), '--out', join(folder, 'out'), '--figures', figures], { stdio: 'ignore' });
  const { server, address } = await serve(study, '--plans', join(folder, 'plans.sqlite'), '--batch', join(folder, 'out'));
  t.after(() => server.kill());
  const { page, wrong } = await openAt(t, '', address);
  await page.getByRole('button', exactly('Best plans')).click();
  await page.getByLabel('Where', { exact: true }).selectOption('annual_cost');
  await page.locator('#batch-value-0').fill('£900,000');
  await page.locator('#batch-value-0').press('Enter');
  const table = page.getByRole('table', { name: 'Rows of the batch' });
  await table.waitFor({ timeout: PATIENCE });
  assert.match(await page.locator('#batch [role=status]').innerText(), /^[\d,]+ of 2,000 hold to that\. The first 20\.$/);
  await assertAccessible(page, 'rows of a batch');
  const cells = await table.getByRole('row').nth(1).getByRole('cell').allInnerTexts();
  await change(page, () => table.getByRole('button').first().click());
  const [minutes, cost] = [await figure(page, 'mean_minutes'), await figure(page, 'annual_cost')];
  assert.equal(cells[1], minutes.toFixed(1));
  assert.equal(cells[3], `£${cost.toLocaleString('en-GB')}`);
  assert.ok(cost <= 900_000);
  assert.deepEqual(wrong, []);
});

test('the address reproduces the view in another window', async (t) => {
  const { page, wrong } = await open(t);
  await change(page, () => page.selectOption('#mode', 'walk'));
  await close(page);
  await page.selectOption('#shade', 'both');
  await page.evaluate(async () => (await import('/js/main.js')).page.map.goTo([-4.5, 54.2], 11));
  await idle(page);
  await page.waitForFunction(() => location.hash.includes('at=') && location.hash.includes('shade=both'));
  const before = await shown(page);
  const other = await openAt(t, await page.evaluate(() => location.hash));
  assert.deepEqual(await shown(other.page), before);
  const at = await other.page.evaluate(async () => {
    const { map } = (await import('/js/main.js')).page;
    return [map.map.getZoom(), ...map.map.getCenter().toArray()].map((it) => it.toFixed(2));
  });
  assert.deepEqual(at, ['11.00', '-4.50', '54.20']);
  // An address that was cut still opens the page.
  const cut = await openAt(t, '#service=health-visiting&mode=walk&plan=%5B%7B%22clo');
  assert.equal(await cut.page.locator('#mode').inputValue(), 'walk');
  assert.match(await cut.page.locator('#plan-state').innerText(), /Today/);
  assert.deepEqual([...wrong, ...other.wrong, ...cut.wrong], []);
});

test('a draft keeps itself, and is gone on with after the window was closed', async (t) => {
  const { page, wrong } = await open(t);
  const site = await close(page);
  await page.getByText(/Draft kept in this browser at \d\d:\d\d/).waitFor();
  // Without the address: as it is typed anew.
  await page.evaluate(() => { location.hash = ''; });
  await page.reload();
  await idle(page);
  assert.match(await page.locator('#plan-state').innerText(), /Today/);
  await change(page, () => page.locator('#draft-again').click());
  assert.match(await page.locator('#changes').innerText(), new RegExp(`Close ${site.name}`));
  assert.deepEqual(wrong, []);
});

test('an area found by name is answered in a sentence, and what is not found is said', async (t) => {
  const { page, wrong } = await open(t);
  await close(page);
  const area = await page.evaluate(async () => {
    const { app } = (await import('/js/main.js')).page;
    const worst = app.answer.areas.filter((it) => (it.change_minutes ?? 0) > 0)[0];
    return { name: app.areas.get(worst.code).name, today: app.sites.get(worst.today.nearest).name, plan: app.sites.get(worst.plan.nearest).name };
  });
  await page.fill('#find-place', area.name);
  await page.press('#find-place', 'Enter');
  const said = await page.locator('#found').innerText();
  for (const word of [area.name, area.today, area.plan, 'longer']) assert.ok(said.includes(word), `${said} lacks ${word}`);
  await assertAccessible(page, 'a place found');
  await page.keyboard.press('Escape');
  await page.fill('#find-place', '<b>nowhere</b>');
  await page.press('#find-place', 'Enter');
  assert.match(await page.locator('#found').innerText(), /Nothing here is called “<b>nowhere<\/b>”/);
  await page.locator('#found-close').click();
  assert.ok(await page.locator('#found').isHidden());
  assert.deepEqual(wrong, []);
});

test('a site rests under the pointer and its 10, 20 and 30 minutes are drawn', async (t) => {
  const { page, wrong } = await open(t);
  const site = await closable(page);
  const at = await page.evaluate(async (id) => {
    const { app, map } = (await import('/js/main.js')).page;
    const { lon, lat } = app.sites.get(id);
    map.goTo([lon, lat], 12);
    const frame = map.map.getContainer().getBoundingClientRect();
    return { x: frame.left + frame.width / 2, y: frame.top + frame.height / 2 };
  }, site.id);
  await page.waitForTimeout(400);
  await page.mouse.move(at.x - 3, at.y);
  await page.mouse.move(at.x, at.y);
  let minutes = null;
  for (let tries = 0; tries < 100 && minutes === null; tries += 1) {
    await page.waitForTimeout(100);
    minutes = await page.evaluate(async (id) => {
      const { app } = (await import('/js/main.js')).page;
      return app.catchment?.site === id ? app.catchment.shapes.map((it) => it.properties.minutes) : null;
    }, site.id);
  }
  assert.deepEqual(minutes, [10, 20, 30]);
  await page.mouse.move(at.x + 160, at.y + 120);
  await page.waitForTimeout(1000);
  assert.equal(await page.evaluate(async () => (await import('/js/main.js')).page.app.catchment), null);
  assert.deepEqual(wrong, []);
});

test('each figure tells how it is worked out, and the pictures have their words beside them', async (t) => {
  const { page, wrong } = await open(t);
  await close(page);
  const first = page.locator('.worked').first();
  await first.locator('summary').click();
  assert.match(await first.innerText(), /Source:/);
  const captions = await page.locator('.chart figcaption').allInnerTexts();
  assert.equal(captions.length, 3);
  for (const [i, word] of ['Decile', 'beyond the standard', 'most deprived third'].entries()) assert.ok(captions[i].includes(word), captions[i]);
  await assertAccessible(page, 'charts and an open figure');
  assert.deepEqual(wrong, []);
});

test('what is taken away holds what the screen shows', async (t) => {
  const { page, wrong } = await open(t);
  await close(page);
  await page.getByRole('button', exactly('Take away')).click();
  await assertAccessible(page, 'taking away');
  const take = async (id) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator(id).click()]);
    return readFileSync(await download.path());
  };
  const areas = await page.evaluate(async () => (await import('/js/main.js')).page.app.answer.areas);
  const lines = (await take('#take-csv')).toString().trim().split('\r\n');
  assert.equal(lines.length, areas.length + 1);
  assert.ok(lines[1].startsWith(areas[0].code) && lines[1].includes(String(areas[0].plan.minutes)), lines[1]);
  assert.ok((await take('#take-figures')).toString().includes('mean_minutes'));
  const shapes = JSON.parse(await take('#take-geojson'));
  assert.equal(shapes.features.length, areas.length);
  assert.equal(shapes.features[0].properties.minutes_plan, areas[0].plan.minutes);
  const picture = await take('#take-png');
  assert.deepEqual([...picture.subarray(1, 4)].map((it) => String.fromCharCode(it)).join(''), 'PNG');
  assert.ok(picture.length > 20_000, `${picture.length} bytes`);
  const formula = await page.evaluate(async () => (await (await import('/js/take.js')).csv([['=1+1', 'a "b", c', null]])).text());
  assert.equal(formula, '\'=1+1,"a ""b"", c",\r\n');
  assert.deepEqual(wrong, []);
});

test('a scenario file is loaded, and one with a fault is refused with its line', async (t) => {
  const { page, wrong } = await open(t);
  const site = await closable(page);
  await page.getByRole('button', exactly('Saved')).click();
  await change(page, () => page.setInputFiles('#kept-import', { name: 'b.toml', mimeType: 'text/plain', buffer: Buffer.from(`name = "Option B"\nchanges = [{ close = "${site.id}" }]\n`) }));
  assert.match(await page.locator('#changes').innerText(), new RegExp(`Close ${site.name}`));
  assert.equal(await page.locator('#kept-name').inputValue(), 'Option B');
  await page.setInputFiles('#kept-import', { name: 'c.toml', mimeType: 'text/plain', buffer: Buffer.from('changes = [{ shut = "x" }]\n') });
  await page.getByText(/Not done:.*c\.toml line 1/s).waitFor();
  assert.deepEqual(wrong.filter((it) => !it.includes('422')), []);
});

test('the page prints on one sheet of A4, with the plan, the map, its key and the time', async (t) => {
  const { page, wrong } = await open(t);
  await close(page);
  const sheet = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  assert.equal((sheet.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length, 1);
  const box = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(sheet.toString('latin1'));
  assert.ok(Math.abs(Number(box[1]) - 842) < 2 && Math.abs(Number(box[2]) - 595) < 2, box[0]);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.setViewportSize({ width: 1062, height: 733 });
  await page.emulateMedia({ media: 'print' });
  for (const id of ['changes', 'tiles', 'sentences', 'legend', 'printed', 'attribution']) {
    const it = await page.locator(`#${id}`).boundingBox();
    assert.ok(it && it.height > 5 && it.y + it.height <= 735 && it.x + it.width <= 1064, `${id} is not on the sheet: ${JSON.stringify(it)}`);
  }
  assert.match(await page.locator('#printed').innerText(), /printed \d+ \w+ \d{4} at/);
  // What the paper says of itself is not on the screen.
  await page.emulateMedia({ media: 'screen' });
  assert.ok(await page.locator('#printed').isHidden());
  assert.deepEqual(wrong, []);
});

test('the tour has three steps, leads by keyboard, and is not shown again', async (t) => {
  const { page, wrong } = await open(t, LAPTOP, { help: true });
  assert.match(await page.locator('#step-title').innerText(), /^1 of 3: See/);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'step-next');
  await assertAccessible(page, 'the tour');
  await page.keyboard.press('Enter');
  assert.match(await page.locator('#step-title').innerText(), /^2 of 3: Change/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  assert.ok(await page.locator('#step').isHidden());
  await page.reload();
  await idle(page);
  assert.ok(await page.locator('#step').isHidden());
  assert.deepEqual(wrong, []);
});

test('the panels fold away and come back', async (t) => {
  const { page, wrong } = await open(t);
  const width = async () => (await page.locator('#map').boundingBox()).width;
  const before = await width();
  await page.locator('#fold-plan').click();
  await page.locator('#fold-score').click();
  assert.ok(await width() > before + 400);
  await assertAccessible(page, 'folded');
  await page.locator('#fold-plan').click();
  await page.locator('#fold-score').click();
  assert.equal(await width(), before);
  assert.deepEqual(wrong, []);
});

test('a consultation answers a postcode in a sentence, now and proposed, and nothing can be changed', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'fairreach-consultation-'));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, 'data/isle-of-man'), folder, { recursive: true });
  const study = readFileSync(join(folder, 'study.toml'), 'utf8');
  writeFileSync(join(folder, 'study.toml'), `${study}\n[postcodes]\nfile = "directory.csv"\n`);
  // A made postcode in Laxey, where the proposal closes the centre.
  writeFileSync(join(folder, 'directory.csv'), 'pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,lsoa21cd,imd20ind\nIM4 7AA,IM4  7AA,IM4 7AA,199006,,0,243300,484200,1,,1\n');
  writeFileSync(join(folder, 'b.toml'), 'name = "Option B"\nchanges = [{ close = "laxey-pavilion" }]\n');
  const { server, address } = await serve(folder, '--consultation', join(folder, 'b.toml'), '--consultation-by', 'The council', '--consultation-about', 'Tell us by 1 March.');
  t.after(() => server.kill());
  const { page, wrong } = await openAt(t, '', address);
  assert.match(await page.locator('#consultation').innerText(), /Option B, proposed by The council[^]*Tell us by 1 March\.[^]*your postcode/);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'find-place');
  await page.keyboard.type('im4 7aa');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.getElementById('found').innerText.includes('IM4 7AA lies in'));
  const said = await page.locator('#found').innerText();
  assert.match(said, /today .*Laxey Pavilion.*under the proposal .*longer/s);
  for (const id of ['add-site', 'undo', 'view-kept', 'view-compare', 'centres-order']) assert.ok(await page.locator(`#${id}`).isHidden(), `${id} is there`);
  assert.equal(await page.locator('.toggle:visible').count(), 0);
  await page.locator('.centres .name').first().click();
  assert.equal(await page.locator('#site-card input[type=number], #site-card select').count(), 0);
  await assertAccessible(page, 'a consultation');
  const refused = await page.evaluate(async () => {
    const post = (path, body) => fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    const plan = { service: 'health-visiting', mode: 'car', changes: [{ close: 'george-herdman-library' }] };
    return [(await post('/api/plans', { name: 'mine', changes: [] })).status, (await post('/api/assess', plan)).status];
  });
  assert.deepEqual(refused, [403, 403]);
  assert.deepEqual(wrong.filter((it) => !it.includes('403')), []);
});
