// Saved plans in a real browser: saved, loaded, removed; two who change one plan; a server that is killed.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertAccessible, change, closable, exactly, open, PATIENCE, serve, shown } from './harness.mjs';

const told = (page, text) => page.waitForFunction((text) => document.getElementById('kept-says').textContent.includes(text), text);

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Closes a centre and saves the plan under a name. */
async function saved(page, name) {
  const site = await closable(page, true);
  await change(page, () => page.getByRole('button', exactly(`Close ${site.name}`)).first().click());
  await page.getByRole('button', exactly('Saved')).click();
  await page.getByLabel('Name of the plan').fill(name);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Comment').fill('for the committee');
  await page.getByRole('button', exactly('Save as a new plan')).click();
  await told(page, `Saved ${name}`);
  return site;
}

test('a plan is saved, loaded in another window, downloaded and removed, without a fault of access', async (t) => {
  const first = await open(t);
  await saved(first.page, 'Plan of the first window');
  const plan = await shown(first.page);
  await assertAccessible(first.page, 'saved plans');
  const second = await open(t);
  const before = await shown(second.page);
  await second.page.getByRole('button', exactly('Saved')).click();
  await change(second.page, () => second.page.getByRole('button', exactly('Load Plan of the first window')).click());
  const loaded = await shown(second.page);
  assert.deepEqual([loaded.headline, loaded.sentences, loaded.plan], [plan.headline, plan.sentences, plan.plan]);
  await change(second.page, () => second.page.locator('#undo').click());
  assert.equal((await shown(second.page)).headline, before.headline);
  const link = second.page.getByRole('link', { name: 'Download Plan of the first window' });
  const download = second.page.waitForEvent('download');
  await link.click();
  assert.match((await download).suggestedFilename(), /^plan-\d+\.toml$/);
  await second.page.getByRole('button', exactly('Remove Plan of the first window')).click();
  await told(second.page, 'Removed');
  assert.equal(await link.count(), 0);
  assert.deepEqual([...first.wrong, ...second.wrong], []);
});

test('of two who change one saved plan the second is told, and nothing is written over', async (t) => {
  const [ours, theirs] = [await open(t), await open(t)];
  await saved(ours.page, 'Disputed plan');
  await theirs.page.getByRole('button', exactly('Saved')).click();
  await change(theirs.page, () => theirs.page.getByRole('button', exactly('Load Disputed plan')).click());
  await theirs.page.getByLabel('Your name').fill('Bea');
  await theirs.page.getByRole('button', { name: 'Save as the next revision of Disputed plan' }).click();
  await told(theirs.page, 'revision 2');
  await ours.page.getByRole('button', { name: 'Save as the next revision of Disputed plan' }).click();
  await told(ours.page, 'Bea saved this plan meanwhile, as revision 2');
  // The browser itself remarks on every answer that refuses something.
  const refused = ours.wrong.filter((it) => !it.includes('409'));
  assert.deepEqual([...refused, ...theirs.wrong], []);
});

test('every save that was answered is there after the server was killed, and none is half', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'fairreach-kept-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'plans.sqlite');
  const answered = [];
  for (let round = 0; round < 5; round += 1) {
    const { server, address } = await serve('--plans', file);
    const study = await (await fetch(`${address}/api/study`)).json();
    const open = study.sites.filter((it) => it.status === 'existing' && it.lock === null);
    const changes = [{ close: open[0].id }];
    let goes = true;
    const saver = (async () => {
      for (let nth = 0; goes; nth += 1) {
        const name = `round ${round}, save ${nth}`;
        const body = JSON.stringify({ name, author: 'Ada', comment: 'x'.repeat(3000), changes });
        const headers = { 'Content-Type': 'application/json' };
        const response = await fetch(`${address}/api/plans`, { method: 'POST', headers, body }).catch(() => null);
        if (response?.status === 201) answered.push(name);
      }
    })();
    // A few saves are answered on any machine; how far the next has come when the server dies differs from round to round.
    const before = answered.length;
    const patience = Date.now() + PATIENCE;
    while (answered.length < before + 3 && Date.now() < patience) await pause(5);
    await pause(7 * round);
    server.kill('SIGKILL');
    goes = false;
    await saver;
  }
  assert.ok(answered.length > 10, `${answered.length} saves were answered`);
  const { server, address } = await serve('--plans', file);
  t.after(() => server.kill());
  const { plans } = await (await fetch(`${address}/api/plans`)).json();
  const names = new Set(plans.map((it) => it.name));
  assert.deepEqual(answered.filter((it) => !names.has(it)), []);
  assert.ok(plans.every((it) => it.comment.length === 3000 && it.changes.length === 1 && it.revision === 1));
  // A save that was made as the server was killed may be there unanswered: one a round at most.
  assert.ok(plans.length - answered.length <= 5, `${plans.length} plans, ${answered.length} answered`);
});
