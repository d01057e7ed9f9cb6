// The map in a real browser: what a planner does on it, by mouse, finger and keyboard.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { assertAccessible, browser, change, closable, coloursSeen, exactly, idle, LAPTOP, open, PATIENCE, shown, tellsCatchments, until } from './harness.mjs';

test('the page loads from its own origin, with its labels always in view', async (t) => {
  const { page, wrong } = await open(t);
  for (const id of ['study-name', 'attribution', 'illustrative', 'settings', 'tiles', 'legend', 'map']) {
    const box = await page.locator(`#${id}`).boundingBox();
    assert.ok(box && box.y >= 0 && box.y + Math.min(box.height, 20) <= LAPTOP.height, `${id} is not in view: ${JSON.stringify(box)}`);
  }
  assert.match(await page.locator('#attribution').innerText(), /OpenStreetMap contributors/);
  assert.match(await page.locator('#illustrative').innerText(), /Illustrative.*areas.*people.*deprivation/s);
  assert.match(await page.locator('#plan-state').innerText(), /Today/);
  assert.ok((await page.locator('#first').innerText()).includes('This is today'));
  assert.deepEqual(wrong, []);
});

test('the sea, the coast and names stand on the map, from the study itself', async (t) => {
  const { page, wrong } = await open(t);
  const seen = await page.evaluate(async () => {
    const { page: { map: { map }, app } } = await import('/js/main.js');
    /** @param {string} id @param {string} property */
    const drawn = (id, property) => [...new Set(map.queryRenderedFeatures({ layers: [id] }).map((it) => it.properties[property]))];
    return {
      districts: drawn('names-district', 'name'), all: [...app.districts.values()], places: drawn('names-place', 'kind'),
      coast: drawn('coast', 'kind'), lakes: drawn('lakes', 'kind'),
      // The corner of the map lies in the sea; no land lies over it.
      corner: map.queryRenderedFeatures([6, 6]).map((it) => it.layer.id),
    };
  });
  assert.deepEqual(seen.districts.sort(), seen.all.sort(), 'every district has its name at first sight');
  assert.deepEqual([seen.places, seen.coast, seen.lakes, seen.corner], [['town'], ['coast'], ['lake'], ['sea']]);
  // Nearer by there is room for villages.
  await page.evaluate(async () => (await import('/js/main.js')).page.map.goTo([-4.6, 54.18], 11));
  await until(page, async () => {
    const { page: { map: { map } } } = await import('/js/main.js');
    return map.queryRenderedFeatures({ layers: ['names-place'] }).some((it) => it.properties['name'] === 'Crosby');
  });
  assert.deepEqual(wrong, []);
});

test('what lies over the map hides what is below it and nothing else', async (t) => {
  // At this width the name of the study takes one line, and the map begins at a whole pixel.
  const { page, wrong } = await open(t, { width: 1440, height: 900 });
  const SEA = '#DDE6EC';
  const before = (await coloursSeen(page)).totals[SEA];
  assert.ok(before > 50_000, `the sea takes ${before} pixels`);
  await page.getByRole('button', exactly('Add a site')).click();
  await page.waitForTimeout(500);
  const bar = await page.locator('#placing').boundingBox();
  const after = (await coloursSeen(page)).totals[SEA];
  // Where no graphics card puts the page together Chromium leaves out what an opaque box covers, upside down.
  assert.ok(before - after < 1.2 * bar.width * bar.height, `${before - after} pixels of sea are gone below ${bar.width} x ${bar.height}`);
  assert.deepEqual(wrong, []);
});

test('closing a centre changes the figures and the shading, and one undo restores both', async (t) => {
  const { page, wrong } = await open(t);
  // A centre of few areas stands in the country, on foot alone for them: wide areas, whose colour is seen between roads.
  await change(page, () => page.selectOption('#mode', 'walk'));
  const site = await closable(page, true);
  const today = await shown(page);
  const before = await coloursSeen(page);
  const plain = before.areas.filter((it) => it.most === it.wanted);
  assert.ok(plain.length >= before.areas.length / 3, `too few areas show the colour of their class: ${JSON.stringify(before.areas)}`);

  await change(page, () => page.getByRole('button', exactly(`Close ${site.name}`)).click());
  const plan = await shown(page);
  for (const part of ['headline', 'sentences', 'tables', 'key', 'plan']) assert.notEqual(plan[part], today[part], `${part} did not change`);
  assert.match(plan.sentences, /today/i);
  const changed = Object.keys(today.classes).filter((it) => plan.classes[it] !== today.classes[it]);
  assert.ok(changed.length > 0, 'no area changed its class');
  // What the changed areas give up of their old colour and take of their new one shows in the whole picture.
  const after = await coloursSeen(page);
  const colourOf = (seen, code) => seen.areas.find((it) => it.code === code)?.wanted;
  const recoloured = changed.filter((code) => {
    const [old, now] = [colourOf(before, code), colourOf(after, code)];
    return after.totals[now] > (before.totals[now] ?? 0) + 50 && (after.totals[old] ?? 0) < before.totals[old] - 50;
  });
  assert.ok(recoloured.length > 0, `of ${changed} none is drawn in its new colour`);

  await change(page, () => page.getByRole('button', exactly('Undo')).click());
  assert.deepEqual(await shown(page), today);
  assert.equal(await page.evaluate(async () => (await import('/js/main.js')).page.app.changes.length), 0);

  await change(page, () => page.getByRole('button', exactly('Redo')).click());
  assert.deepEqual(await shown(page), plan);
  assert.deepEqual(wrong, []);
});

test('the shading by change agrees with the table of areas', async (t) => {
  const { page, wrong } = await open(t);
  const site = await closable(page);
  await change(page, () => page.getByRole('button', exactly(`Close ${site.name}`)).click());
  await page.selectOption('#shade', 'change');
  await idle(page);
  const classes = (await shown(page)).classes;
  assert.ok(Object.values(classes).some((it) => it.startsWith('worse')), 'no area is shaded as worse');
  await page.getByRole('button', exactly('Table')).click();
  const rows = await page.evaluate(async () => {
    const { app } = (await import('/js/main.js')).page;
    const codes = new Map([...app.areas.values()].map((it) => [it.code, it.name]));
    return [...document.querySelectorAll('#areas-table tbody tr')].map((row) => {
      const [name, ...cells] = [...row.children].map((it) => it.textContent);
      return { code: row.querySelector('button').title, name, known: codes.get(row.querySelector('button').title), change: cells.at(-1) };
    });
  });
  assert.equal(rows.length, Object.keys(classes).length);
  for (const { code, name, known, change: by } of rows) {
    assert.equal(name, known);
    if (classes[code].startsWith('worse') && by !== '') assert.match(by, /^\+/, `${code} ${classes[code]} ${by}`);
    if (classes[code].startsWith('better') && by !== '') assert.match(by, /^\u2212/, `${code} ${classes[code]} ${by}`);
    if (classes[code] === 'same') assert.match(by, /^(0|under 0\.1 (more|less)|[+\u2212](0\.\d|1\.0))$/, `${code} ${by}`);
  }
  await page.locator('#areas-table thead button', { hasText: 'Change' }).click();
  await page.locator('#areas-table thead button', { hasText: 'Change' }).click();
  const first = await page.locator('#areas-table tbody tr').first().locator('td').last().innerText();
  assert.match(first, /^\+/);
  assert.deepEqual(wrong, []);
});

test('a click on the map opens the form of a centre, and an area tells its figures', async (t) => {
  const { page, wrong } = await open(t);
  const site = await closable(page);
  const at = await page.evaluate(async (id) => {
    const { app, map } = (await import('/js/main.js')).page;
    const { lon, lat } = app.sites.get(id);
    map.map.jumpTo({ center: [lon, lat], zoom: 14 });
    const frame = map.map.getContainer().getBoundingClientRect();
    const { x, y } = map.map.project([lon, lat]);
    return { x: frame.left + x, y: frame.top + y };
  }, site.id);
  await page.waitForTimeout(300);
  await idle(page);
  await page.mouse.click(at.x, at.y);
  const card = page.getByRole('region', { name: site.name });
  await change(page, () => card.getByRole('button', exactly('Close this centre')).click());
  assert.match(await page.locator('#changes').innerText(), new RegExp(`Close ${site.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
  await change(page, () => card.getByRole('button', exactly('Open this centre')).click());
  assert.equal(await page.evaluate(async () => (await import('/js/main.js')).page.app.changes.length), 0);
  await page.keyboard.press('Escape');
  assert.ok(await card.isHidden());

  const area = await page.evaluate(async () => {
    const { app, map } = (await import('/js/main.js')).page;
    const it = [...app.areas.values()].find((area) => area.point !== null && (area.children[app.serviceChosen.band] ?? 0) > 0);
    map.map.jumpTo({ center: it.point, zoom: 15 });
    return { name: it.name, children: it.children[app.serviceChosen.band] };
  });
  await page.waitForTimeout(300);
  await idle(page);
  const frame = await page.locator('#map').boundingBox();
  // A little beside the middle, where a centre may stand.
  await page.mouse.move(frame.x + frame.width / 2 - 24, frame.y + frame.height / 2 - 24);
  const readout = page.locator('#area-card');
  await readout.waitFor({ state: 'visible' });
  const told = await readout.innerText();
  assert.ok(told.includes(area.name) && told.includes(String(area.children)), told);
  assert.match(told, /decile \d/);
  await page.mouse.click(frame.x + frame.width / 2 - 24, frame.y + frame.height / 2 - 24);
  await page.getByText('As the crow flies').waitFor();
  assert.deepEqual(wrong, []);
});

test('everything can be done by keyboard alone', async (t) => {
  const { page, wrong } = await open(t);
  const focused = (read) => page.evaluate(`(${read})(document.activeElement)`);
  const tabTo = async (condition) => {
    for (let presses = 0; presses < 200; presses += 1) {
      await page.keyboard.press('Tab');
      if (await focused(condition)) return;
    }
    assert.fail(`200 tabs lead to nothing like ${condition}`);
  };
  const today = await shown(page);
  const site = await closable(page);
  await tabTo(`(it) => it.getAttribute('aria-label') === ${JSON.stringify(`Close ${site.name}`)}`);
  assert.notEqual(await focused('(it) => getComputedStyle(it).outlineStyle'), 'none', 'the focus cannot be seen');
  await change(page, () => page.keyboard.press('Enter'));
  assert.equal(await focused("(it) => it.getAttribute('aria-label')"), `Open ${site.name}`, 'the focus was lost');
  const said = await page.locator('#said').innerText();
  assert.ok(said.includes(`Close ${site.name}`) && /\d/.test(said), `not announced: ${said}`);
  await change(page, () => page.keyboard.press('Control+z'));
  assert.deepEqual(await shown(page), today);

  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  assert.equal(await focused('(it) => it.id'), 'site-act', 'the form does not take the focus');
  await tabTo("(it) => it.id === 'site-hours'");
  await page.keyboard.press('Control+a');
  await page.keyboard.type('11');
  await change(page, () => page.keyboard.press('Tab'));
  assert.match(await page.locator('#changes').innerText(), /11 hours a week/);
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('#site-card').isHidden());
  assert.ok(await focused("(it) => it.classList.contains('name')"), 'the focus does not return to the list');

  await page.keyboard.press('Shift+Tab');
  await tabTo("(it) => it.id === 'view-table'");
  await page.keyboard.press('Enter');
  await tabTo("(it) => it.closest('#areas-table tbody') !== null");
  await page.keyboard.press('Enter');
  assert.ok(await page.locator('#area-card').isVisible());
  assert.deepEqual(wrong, []);
});

test('another mode or service gives other figures under its own standard', async (t) => {
  const { page, wrong } = await open(t);
  const modes = await page.locator('#mode option').count();
  assert.ok(modes >= 2, 'the shipped study has one mode only');
  const today = await shown(page);
  const now = await page.locator('#mode').inputValue();
  const other = await page.evaluate((it) => [...document.querySelectorAll('#mode option')].map((option) => option.value).find((value) => value !== it), now);
  await change(page, () => page.locator('#mode').selectOption(other));
  assert.notEqual((await shown(page)).sentences, today.sentences);
  await change(page, () => page.locator('#mode').selectOption(now));
  assert.deepEqual(await shown(page), today);
  assert.deepEqual(wrong, []);
});

test('a plan that is refused is taken back and the reader is told', async (t) => {
  const { page } = await open(t);
  const today = await shown(page);
  const site = await closable(page);
  const body = JSON.stringify({ status: 422, title: 'Unprocessable Content', detail: 'this site is <b>held</b>', code: 'H-422' });
  await page.route('**/api/assess', (route) => route.fulfill({ status: 422, contentType: 'application/problem+json', body }));
  await change(page, () => page.getByRole('button', exactly(`Close ${site.name}`)).click().then(() => page.evaluate(() => { document.body.dataset.idle = ''; })));
  assert.match(await page.getByRole('alert').innerText(), /this site is <b>held<\/b>/);
  assert.deepEqual(await shown(page), today);
  await page.unroute('**/api/assess');
  await change(page, () => page.getByRole('button', exactly(`Close ${site.name}`)).click());
  assert.ok(await page.locator('#problem').isHidden());
});

/** Brings a site to the middle of the map, near enough to stand apart from its neighbours, and tells where it is on the screen. */
async function onScreen(page, id, zoom = 11) {
  await page.evaluate(async ({ id, zoom }) => {
    const { app, map } = (await import('/js/main.js')).page;
    const it = app.sites.get(id);
    const [lon, lat] = app.plan.get(id).to ?? [it.lon, it.lat];
    delete document.body.dataset.idle;
    map.map.jumpTo({ center: [lon, lat], zoom });
    map.map.triggerRepaint();
  }, { id, zoom });
  await idle(page);
  const frame = await page.locator('#map').boundingBox();
  return { x: Math.round(frame.x + frame.width / 2), y: Math.round(frame.y + frame.height / 2) };
}

/** Brings a village with roads on every side to the middle of the map. */
const inVillage = (page) => page.evaluate(async () => {
  delete document.body.dataset.idle;
  const { map } = (await import('/js/main.js')).page;
  map.map.jumpTo({ center: [-4.63, 54.17], zoom: 13 });
  map.map.triggerRepaint();
}).then(() => idle(page));

/** The place on the ground under a point of the screen. */
const under = (page, { x, y }) => page.evaluate(async ({ x, y }) => {
  const { map } = (await import('/js/main.js')).page;
  const frame = map.map.getContainer().getBoundingClientRect();
  const { lng, lat } = map.map.unproject([x - frame.left, y - frame.top]);
  return [lng, lat];
}, { x, y });

const planOf = (page) => page.evaluate(async () => (await import('/js/main.js')).page.app.changes);

const near = ([a, b], [c, d]) => Math.hypot(a - c, b - d) < 1e-4;

/** What the server says a place reaches. */
async function catchmentOf(page, question) {
  const answer = await page.evaluate(async (body) => {
    const response = await fetch('/api/catchment', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    return response.ok ? response.json() : response.text();
  }, question);
  assert.equal(typeof answer, 'object', `the catchment was refused: ${answer}`);
  return answer;
}

/** Waits until the card tells what the selected site reaches, and checks it and the lines against the server's own answer. */
async function assertReached(page, t, at) {
  if (!tellsCatchments) {
    t.diagnostic('skipped: what a site reaches: this program has no /api/catchment');
    return;
  }
  const mode = await page.locator('#mode').inputValue();
  await until(page, async (at) => {
    const { app } = (await import('/js/main.js')).page;
    return app.catchment !== null && app.catchment.site === app.site && Math.hypot(app.catchment.at[0] - at[0], app.catchment.at[1] - at[1]) < 1e-4;
  }, at);
  await idle(page);
  const minutes = await page.evaluate(async () => (await import('/js/main.js')).page.app.catchment.shapes.map((it) => it.properties.minutes));
  assert.equal(minutes.length, 3);
  const answer = await catchmentOf(page, { mode, minutes, lon: at[0], lat: at[1] });
  const rows = await page.locator('.reach tbody tr').allInnerTexts();
  const band = await page.evaluate(async () => (await import('/js/main.js')).page.app.serviceChosen.band);
  const expected = [...answer.features].reverse().map(({ properties: it }) => [it.minutes, it.areas, Math.round(it.people[band])]);
  assert.deepEqual(rows.map((it) => it.replaceAll(',', '').match(/\d+/g).slice(0, 3).map(Number)), expected);
  const drawn = await page.evaluate(async () => {
    const { map } = (await import('/js/main.js')).page;
    const lines = map.map.queryRenderedFeatures({ layers: ['catchment-0', 'catchment-1', 'catchment-2'] });
    return [...new Set(lines.map((it) => it.properties.label))];
  });
  assert.ok(drawn.length > 0, 'no line is drawn around what the site reaches');
}

test('a site dragged to another place takes figures, shading and what it reaches along, and one undo restores all', async (t) => {
  const { page, wrong } = await open(t);
  const site = await closable(page);
  const at = await onScreen(page, site.id);
  const today = await shown(page);
  const to = { x: at.x + 90, y: at.y - 60 };
  await change(page, async () => {
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x + 45, at.y - 30, { steps: 6 });
    const held = await page.evaluate(async () => {
      const { app, map } = (await import('/js/main.js')).page;
      const { features } = await map.map.getSource('drag').getData();
      return { drag: app.drag?.site, kinds: features.map((it) => it.geometry.type), steps: app.history.past.length };
    });
    assert.deepEqual(held, { drag: site.id, kinds: ['LineString', 'Point'], steps: 0 }, 'no ghost and line while it is dragged');
    await page.mouse.move(to.x, to.y, { steps: 6 });
    await page.mouse.up();
  });
  const place = await under(page, to);
  const plan = await shown(page);
  const [moved, ...others] = await planOf(page);
  assert.ok(moved.move === site.id && others.length === 0 && near(moved.to, place), JSON.stringify(moved));
  for (const part of ['sentences', 'tables', 'plan']) assert.notEqual(plan[part], today[part], `${part} did not change`);
  assert.match(await page.locator('#changes').innerText(), new RegExp(`Move ${site.name}`));
  await assertReached(page, t, place);
  // Moved once more by its own card, without dragging: the map goes under the cross.
  await page.locator('#site-pick').click();
  assert.ok(await page.locator('#crosshair').isVisible());
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('#crosshair').isHidden());
  assert.equal(await page.evaluate(() => document.activeElement.id), 'site-pick', 'the focus does not return');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  await page.waitForTimeout(400);
  await change(page, () => page.keyboard.press('Enter'));
  const centre = await page.evaluate(async () => (await import('/js/main.js')).page.map.map.getCenter().toArray());
  const [again] = await planOf(page);
  assert.ok(near(again.to, centre) && !near(again.to, place), JSON.stringify(again));

  await change(page, () => page.getByRole('button', exactly('Undo')).click());
  assert.deepEqual(await shown(page), plan);
  await change(page, () => page.getByRole('button', exactly('Undo')).click());
  assert.deepEqual(await shown(page), today);
  await change(page, () => page.getByRole('button', exactly('Redo')).click());
  assert.deepEqual(await shown(page), plan);
  assert.deepEqual(wrong, []);
});

test('Escape puts a dragged site back, a locked one does not move and says why, and a click drags nothing', async (t) => {
  const { page, wrong } = await open(t);
  const today = await shown(page);
  const site = await closable(page);
  const at = await onScreen(page, site.id);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 60, at.y + 20, { steps: 5 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await until(page, async () => !(await import('/js/main.js')).page.app.busy);
  assert.deepEqual(await planOf(page), []);
  assert.deepEqual(await shown(page), today);
  await page.keyboard.press('Escape');

  await page.mouse.click(at.x, at.y);
  assert.ok(await page.getByRole('region', { name: site.name }).isVisible());
  assert.deepEqual(await planOf(page), []);
  await page.keyboard.press('Escape');

  const locked = await page.evaluate(async () => (await import('/js/main.js')).page.app.study.sites.find((it) => it.lock?.kind === 'must_stay'));
  const there = await onScreen(page, locked.id);
  await page.mouse.move(there.x, there.y);
  await page.mouse.down();
  await page.mouse.move(there.x + 60, there.y + 20, { steps: 5 });
  await page.mouse.up();
  assert.equal(await page.locator('#map-says').innerText(), `${locked.name} is locked and does not move: it must stay open where it is.`);
  assert.deepEqual(await planOf(page), []);
  assert.deepEqual(wrong, []);
});

test('a finger drags a site as a mouse does', async (t) => {
  const { page, wrong } = await open(t, { width: 1024, height: 768 }, { touch: true });
  const site = await closable(page);
  const at = await onScreen(page, site.id);
  const fingers = await page.context().newCDPSession(page);
  const touch = (type, points) => fingers.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  const before = await under(page, at);
  await change(page, async () => {
    await touch('touchStart', [at]);
    for (const part of [0.2, 0.4, 0.6, 0.8, 1]) await touch('touchMove', [{ x: at.x - 70 * part, y: at.y + 50 * part }]);
    await touch('touchEnd', []);
  });
  const [moved] = await planOf(page);
  assert.equal(moved?.move, site.id);
  assert.ok(near(moved.to, await under(page, { x: at.x - 70, y: at.y + 50 })), JSON.stringify(moved));
  assert.ok(near(before, await under(page, at)), 'the map moved with the finger');
  assert.deepEqual(wrong, []);
});

test('a new site is placed, described and added by keyboard alone, and one undo takes it out', async (t) => {
  const { page, wrong } = await open(t);
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.className);
  await inVillage(page);
  const today = await shown(page);
  await page.locator('#add-site').focus();
  await page.keyboard.press('Enter');
  assert.match(await focused(), /maplibregl-canvas/, 'the map does not take the focus');
  assert.match(await page.locator('#placing').innerText(), /arrow keys/);
  await assertAccessible(page, 'a place is asked for');
  const before = await page.evaluate(async () => (await import('/js/main.js')).page.map.map.getCenter().toArray());
  for (const key of ['+', 'ArrowUp', 'ArrowRight']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(400);
  }
  const centre = await page.evaluate(async () => (await import('/js/main.js')).page.map.map.getCenter().toArray());
  assert.ok(!near(before, centre), 'the arrow keys do not move the map');
  await change(page, () => page.keyboard.press('Enter'));
  assert.equal(await focused(), 'new-name', 'the form does not take the focus');
  await assertAccessible(page, 'the form of a new site');
  await page.keyboard.type('Village <b>hall</b>');
  await page.keyboard.press('Tab');
  await change(page, () => page.keyboard.type('hub'));
  assert.equal(await page.locator('#new-tier').inputValue(), 'hub');
  assert.equal(await page.locator('#new-hours').inputValue(), '45');
  await page.locator('#new-services').focus();
  await page.keyboard.press('Enter');
  await change(page, async () => {
    await page.locator('.new-services input').last().focus();
    await page.keyboard.press('Space');
  });
  await assertAccessible(page, 'the services of a new site');
  const offered = await page.locator('.new-services input:checked').evaluateAll((all) => all.map((it) => it.value));
  assert.deepEqual(await page.evaluate(async () => (await import('/js/main.js')).page.app.history.past.length), 0, 'it is in the plan before it is added');
  await change(page, async () => {
    await page.locator('#new-add').focus();
    await page.keyboard.press('Enter');
  });
  const [added, ...others] = await planOf(page);
  assert.deepEqual(added.services, offered);
  assert.ok(others.length === 0 && added.name === 'Village <b>hall</b>' && added.tier === 'hub' && near(added.at, centre), JSON.stringify(added));
  const plan = await shown(page);
  for (const part of ['headline', 'sentences', 'plan']) assert.notEqual(plan[part], today[part], `${part} did not change`);
  assert.match(plan.sentences, /No annual cost is given for Village <b>hall<\/b>/);
  assert.match(await page.locator('#changes').innerText(), /Add Village <b>hall<\/b>, hub/);
  assert.match(await page.locator('#centres').innerText(), /Added by the plan \(1\)/);
  await assertReached(page, t, centre);
  await assertAccessible(page, 'a site that the plan adds');
  const drawn = await page.evaluate(async () => {
    const { map } = (await import('/js/main.js')).page;
    return map.map.queryRenderedFeatures({ layers: ['sites'] }).some((it) => it.properties.id === 'new-1');
  });
  assert.ok(drawn, 'the new site is not on the map');

  await page.keyboard.press('Control+z');
  await until(page, async () => !(await import('/js/main.js')).page.app.busy);
  await idle(page);
  assert.deepEqual(await shown(page), today);
  assert.ok(await page.locator('#site-card').isHidden());
  assert.deepEqual(wrong, []);
});

test('a new site follows its form and the map while it is tried, and Cancel leaves the plan as it was', async (t) => {
  const { page, wrong } = await open(t);
  await inVillage(page);
  const today = await shown(page);
  await page.getByRole('button', exactly('Add a site')).click();
  const frame = await page.locator('#map').boundingBox();
  const first = { x: Math.round(frame.x + frame.width * 0.62), y: Math.round(frame.y + frame.height * 0.5) };
  await change(page, () => page.mouse.click(first.x, first.y));
  const tried = await shown(page);
  assert.notEqual(tried.plan, today.plan);
  await page.locator('#new-premises').fill('12000');
  await change(page, () => page.locator('#new-front-line').fill('8000').then(() => page.keyboard.press('Tab')));
  assert.match((await shown(page)).sentences, /\u00a320,000/);
  const second = { x: Math.round(frame.x + frame.width * 0.66), y: Math.round(frame.y + frame.height * 0.62) };
  await change(page, () => page.mouse.click(second.x, second.y));
  const [change0] = await planOf(page);
  assert.ok(near(change0.at, await under(page, second)) && change0.cost_premises === 12000, JSON.stringify(change0));
  // A place that is refused takes that step back alone: what was typed stays.
  const body = JSON.stringify({ status: 422, title: 'Unprocessable Content', detail: 'far out at sea', code: 'E-CFG-RANGE' });
  await page.route('**/api/assess', (route) => route.fulfill({ status: 422, contentType: 'application/problem+json', body }));
  await page.mouse.click(first.x, first.y);
  await page.locator('#problem', { hasText: 'far out at sea' }).waitFor();
  await page.unroute('**/api/assess');
  assert.deepEqual(await planOf(page), [change0]);
  assert.equal(await page.locator('#new-premises').inputValue(), '12000');
  await page.getByRole('button', exactly('Cancel')).click();
  await until(page, async () => !(await import('/js/main.js')).page.app.busy);
  await idle(page);
  assert.deepEqual(await shown(page), today);
  assert.deepEqual(await planOf(page), []);
  // The browser tells of the refusal too.
  assert.deepEqual(wrong.filter((it) => !it.includes('422')), []);
});

test('going to another view with a new site on the map adds it, in one step', async (t) => {
  const { page, wrong } = await open(t);
  await page.getByRole('button', exactly('Add a site')).click();
  const frame = await page.locator('#map').boundingBox();
  await change(page, () => page.mouse.click(frame.x + frame.width * 0.4, frame.y + frame.height * 0.6));
  const [tried] = await planOf(page);
  await page.getByRole('button', exactly('Compare')).click();
  await until(page, async () => !(await import('/js/main.js')).page.app.busy);
  assert.deepEqual(await planOf(page), [tried]);
  assert.ok(await page.locator('#site-card').isHidden());
  await page.getByRole('button', exactly('Map')).click();
  await change(page, () => page.getByRole('button', exactly('Undo')).click());
  assert.deepEqual(await planOf(page), []);
  assert.deepEqual(wrong, []);
});

test('dragging a centre while a new site is described gives up the new one and moves the centre', async (t) => {
  const { page, wrong } = await open(t);
  const site = await closable(page);
  const at = await onScreen(page, site.id);
  await page.getByRole('button', exactly('Add a site')).click();
  await change(page, () => page.mouse.click(at.x + 40, at.y - 120));
  await change(page, async () => {
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x + 70, at.y - 40);
    await page.mouse.up();
  });
  const [moved, ...others] = await planOf(page);
  assert.ok(moved?.move === site.id && others.length === 0, JSON.stringify([moved, ...others]));
  assert.deepEqual(wrong, []);
});

test('sites that the plan moves and adds stand in the table and on paper', async (t) => {
  const { page, wrong } = await open(t);
  const site = await closable(page);
  await change(page, () => page.evaluate(async (id) => {
    const { app } = (await import('/js/main.js')).page;
    const it = app.sites.get(id);
    app.move(id, [it.lon + 0.01, it.lat], 'a field');
  }, site.id));
  await change(page, () => page.evaluate(async () => {
    const { app } = (await import('/js/main.js')).page;
    await app.tryNew([-4.63, 54.17]);
    await app.addTried();
  }));
  await page.getByRole('button', exactly('Table')).click();
  const table = page.getByRole('table', { name: 'Sites that the plan moves or adds' });
  const rows = await table.locator('tbody tr').allInnerTexts();
  assert.equal(rows.length, 2);
  assert.ok(rows[0].includes(site.name) && rows[0].includes('moved') && rows[1].includes('New site 1') && rows[1].includes('added'), JSON.stringify(rows));
  await assertAccessible(page, 'the table with sites that the plan moves and adds');
  await page.getByRole('button', exactly('Map')).click();
  await idle(page);
  await page.keyboard.press('Escape');
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  assert.match(await page.locator('#changes').innerText(), new RegExp(`Move ${site.name}[^]*Add New site 1`));
  const inked = await page.evaluate(async () => {
    const image = document.querySelector('.print-map');
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set();
    for (let at = 0; at < data.length; at += 400) colours.add(`${data[at]} ${data[at + 1]} ${data[at + 2]}`);
    return image.getBoundingClientRect().width > 300 ? colours.size : 0;
  });
  assert.ok(inked > 5, `the map prints with ${inked} colours`);
  assert.deepEqual(wrong, []);
});

for (const [name, viewport] of Object.entries({ laptop: LAPTOP, 'tablet on its side': { width: 1024, height: 768 }, 'tablet upright': { width: 820, height: 1180 }, phone: { width: 360, height: 740 } })) {
  test(`on a ${name} nothing is cut off and axe finds no violation`, async (t) => {
    const { page, wrong } = await open(t, viewport, { help: name === 'laptop' });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `the page is ${wide} px too wide`);
    await assertAccessible(page, 'today');
    const site = await closable(page);
    await change(page, () => page.getByRole('button', exactly(`Close ${site.name}`)).click());
    await page.locator('.centres .name').first().click();
    await page.selectOption('#shade', 'change');
    await idle(page);
    await assertAccessible(page, 'a plan, the form of a centre');
    await page.keyboard.press('Escape');
    await page.getByRole('button', exactly('Table')).click();
    await assertAccessible(page, 'the table of areas');
    assert.deepEqual(wrong, []);
  });
}

test('a plan of the frontier is found, read from a table, taken, and undone, without a fault of access', async (t) => {
  const { page, wrong } = await open(t);
  const before = await shown(page);
  await page.getByRole('button', exactly('Best plans')).click();
  await page.getByLabel('Across').selectOption('open_sites');
  await page.locator('#frontier-search').click();
  const table = page.getByRole('table', { name: 'The same plans as a table' });
  await table.waitFor({ timeout: PATIENCE });
  const points = await page.locator('.frontier-point').count();
  assert.ok(points > 5, `${points} points`);
  assert.equal(await table.getByRole('button').count(), points);
  const axe = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  assert.deepEqual(axe.violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(' ')}`), []);
  await change(page, () => table.getByRole('button').nth(3).click());
  assert.match(await page.locator('#plan-state').textContent(), /^Draft with \d+ change/);
  const minutes = await table.getByRole('row').nth(5).getByRole('cell').nth(1).textContent();
  const figure = await page.evaluate(async () => {
    const { app } = (await import('/js/main.js')).page;
    return app.answer.scenario.figures.find((it) => it.name === 'mean_minutes' && it.scope === 'all').value;
  });
  assert.equal(minutes, `${figure.toFixed(2)} min`);
  await change(page, () => page.locator('#undo').click());
  assert.equal((await shown(page)).plan, before.plan);
  assert.deepEqual(wrong, []);
});
