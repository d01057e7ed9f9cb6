// What the page knows: the study, the plan and its history, the server's last answer. Panels listen and show it.

import * as api from './api.js';
import { History } from './history.js';
import { changesOf, describe, today, withSite } from './plan.js';

/** @import { Answer, Area, Service, Shade, Site, Study } from './types.js' */
/** @import { Plan, Standing } from './plan.js' */
/** @typedef {'plan'|'answer'|'shade'|'site'|'area'|'busy'|'problem'} News */

export class App extends EventTarget {
  /**
   * @param {Study} study
   * @param {Area[]} areas
   */
  constructor(study, areas) {
    super();
    this.study = study;
    /** @type {ReadonlyMap<string, Area>} */
    this.areas = new Map(areas.map((it) => [it.code, it]));
    /** @type {ReadonlyMap<string, Site>} */
    this.sites = new Map(study.sites.map((it) => [it.id, it]));
    this.districts = new Map(study.districts.map((it) => [it.code, it.name]));
    this.history = new History(today(study));
    this.service = study.services[0]?.id ?? '';
    this.mode = study.mode;
    /** @type {Shade} */
    this.shade = 'minutes';
    /** @type {Answer|null} */
    this.answer = null;
    /** The plan that `answer` is about. @type {Plan} */
    this.answered = this.plan;
    /** @type {string|null} */
    this.site = null;
    /** @type {string|null} */
    this.area = null;
    /** The site whose new place is picked on the map. @type {string|null} */
    this.moving = null;
    this.busy = false;
    /** What went wrong, for the reader. */
    this.problem = '';
    this.revision = 0;
  }

  /** The plan as it stands now. @returns {Plan} */
  get plan() {
    return this.history.present.plan;
  }

  /** @returns {Service|undefined} */
  get serviceChosen() {
    return this.study.services.find((it) => it.id === this.service);
  }

  /** "on foot", "by car". */
  get modePhrase() {
    return this.study.modes.find((it) => it.name === this.mode)?.phrase ?? this.mode;
  }

  /** "under-fives". */
  get people() {
    return this.serviceChosen?.band_label ?? 'children';
  }

  /** How a site stands in the plan. @param {string} id @returns {Standing} */
  standing(id) {
    const standing = this.plan.get(id);
    if (!standing) throw new Error(`no site "${id}"`);
    return standing;
  }

  /** The changes of the plan, each in words. */
  get changes() {
    return changesOf(this.study, this.plan);
  }

  /** @param {News} news @param {() => void} act */
  on(news, act) {
    this.addEventListener(news, act);
  }

  /** @param {News} news */
  tell(news) {
    this.dispatchEvent(new Event(news));
  }

  /**
   * Takes one step with the plan and asks for its scorecard.
   * @param {Plan} plan
   * @param {string} act  what is done, in words
   */
  async act(plan, act) {
    this.history.act(plan, act);
    await this.assess(act, () => {
      this.history.undo();
      this.history.future.pop();
    });
  }

  /** Gives one site another standing. @param {string} id @param {Partial<Standing>} standing @param {string} act */
  async set(id, standing, act) {
    await this.act(withSite(this.plan, id, { ...this.standing(id), ...standing }), act);
  }

  async undo() {
    const act = this.history.undo();
    if (act !== null) await this.assess(`Undone: ${act}`, () => this.history.redo());
  }

  async redo() {
    const act = this.history.redo();
    if (act !== null) await this.assess(`Done again: ${act}`, () => this.history.undo());
  }

  /** @param {string} service @param {string} mode */
  async choose(service, mode) {
    const before = { service: this.service, mode: this.mode };
    Object.assign(this, { service, mode });
    await this.assess(`${this.serviceChosen?.name ?? service} ${this.modePhrase}`, () => Object.assign(this, before));
  }

  /** @param {Shade} shade */
  shadeBy(shade) {
    this.shade = shade;
    this.tell('shade');
  }

  /** Runs a site from another place. @param {string} id @param {[number, number]} to @param {string} where */
  async move(id, to, where) {
    this.moving = null;
    await this.set(id, { to }, `Move ${this.sites.get(id)?.name ?? id} to ${where}`);
  }

  /** @param {string|null} id */
  selectSite(id) {
    this.site = id;
    this.moving = null;
    if (id !== null) this.area = null;
    this.tell('area');
    this.tell('site');
  }

  /** @param {string|null} code */
  selectArea(code) {
    this.area = code;
    if (code !== null) this.site = null;
    this.tell('site');
    this.tell('area');
  }

  /**
   * Asks for the scorecard of the plan. A late answer is dropped; a refused plan is taken back.
   * @param {string} act  what led to it, said to those who cannot see the change
   * @param {() => void} takeBack
   */
  async assess(act, takeBack) {
    this.revision += 1;
    const { revision, plan, service, mode } = this;
    this.busy = true;
    this.tell('plan');
    this.tell('busy');
    try {
      const answer = await api.assess({ service, mode, changes: this.changes });
      if (revision !== this.revision) return;
      Object.assign(this, { answer, answered: plan, problem: '' });
    } catch (error) {
      if (revision !== this.revision) return;
      takeBack();
      this.problem = error instanceof api.Refused
        ? `${act}: not possible. ${error.message}.`
        : 'Fairreach does not answer. Is the program still running? Start it again and reload this page.';
    }
    this.busy = false;
    this.tell('plan');
    if (this.problem) this.tell('problem');
    else {
      this.tell('problem');
      this.tell('answer');
      this.say(act);
    }
    this.tell('busy');
  }

  /** Says what was done and what it changed, in one sentence each, to screen readers. @param {string} act */
  say(act) {
    const reach = this.answer?.sentences[0]?.text ?? '';
    const said = document.getElementById('said');
    if (said) said.textContent = act === '' ? '' : `${act}. ${reach}`;
  }

  /** Opens or closes a site. @param {string} id */
  async toggle(id) {
    const site = this.sites.get(id);
    if (!site) return;
    const { open } = this.standing(id);
    const before = today(this.study).get(id);
    const standing = open || !before ? { open: !open } : { ...before, open: true };
    await this.set(id, standing, `${open ? 'Close' : 'Open'} ${site.name}`);
  }

  /** The acts of the plan in words, in the study's order of sites. */
  get told() {
    return this.changes.map((change) => ({ change, text: describe(this.study, change) }));
  }
}
