// What the page knows: the study, the plan and its history, the server's last answer. Panels listen and show it.

import * as api from './api.js';
import { History } from './history.js';
import { addedSites, changesOf, describe, newName, today, usualTier, withPlace, withSite, without } from './plan.js';

/** @import { Answer, Area, Change, OneSite, Service, Shade, Site, Study } from './types.js' */
/** @import { Catchment } from './catchment.js' */
/** @import { View } from './frame.js' */
/** @import { Plan, Standing } from './plan.js' */
/** @typedef {'plan'|'answer'|'shade'|'one-site'|'view'|'site'|'area'|'busy'|'problem'|'placing'|'drag'|'catchment'|'pointed'} News */
/** What is to be placed on the map: a site of the plan, or (null) a new one. @typedef {{site: string|null}} Placing */
/** A site on its way from where it stood to another place. @typedef {{site: string, from: [number, number]|null, at: [number, number]}} Drag */

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
    /** @type {{plan: Plan|null, sites: ReadonlyMap<string, Site>}} */
    this.listed = { plan: null, sites: new Map() };
    /** @type {{plan: Plan|null, changes: Change[]}} */
    this.changed = { plan: null, changes: [] };
    this.districts = new Map(study.districts.map((it) => [it.code, it.name]));
    this.history = new History(today(study));
    this.service = study.services[0]?.id ?? '';
    this.mode = study.mode;
    /** @type {Shade} */
    this.shade = 'minutes';
    /** What stands in the middle of the page. @type {View} */
    this.view = 'map';
    /** The site that the pointer rests on. @type {string|null} */
    this.pointed = null;
    /** @type {Answer|null} */
    this.answer = null;
    /** The plan that `answer` is about. @type {Plan} */
    this.answered = this.plan;
    /** @type {string|null} */
    this.site = null;
    /** @type {string|null} */
    this.area = null;
    /** What the next click on the map places. @type {Placing|null} */
    this.placing = null;
    /** The site that is dragged. @type {Drag|null} */
    this.drag = null;
    /** The new site that is described in a form and not yet part of the plan. @type {string|null} */
    this.adding = null;
    /** The plan as it would be: while a site is dragged, while a new one is described. @type {Plan|null} */
    this.draft = null;
    /** What was answered before there was a draft. @type {{answer: Answer|null, answered: Plan}|null} */
    this.kept = null;
    /** Whether what a selected site reaches is asked for and drawn. */
    this.catchments = true;
    /** What the selected site reaches, once it is known. @type {Catchment|null} */
    this.catchment = null;
    /** What each site alone would change in the plan answered, by its id; empty until it is known. @type {ReadonlyMap<string, OneSite>} */
    this.alone = new Map();
    /** Gives up the question that is asked and no longer wanted. @type {AbortController|null} */
    this.asking = null;
    this.busy = false;
    /** What went wrong, for the reader. */
    this.problem = '';
    this.revision = 0;
  }

  /** The plan as it stands now, with what is only tried. @returns {Plan} */
  get plan() {
    return this.draft ?? this.history.present.plan;
  }

  /** The sites of the study and those the plan adds, by id. @returns {ReadonlyMap<string, Site>} */
  get sites() {
    const { plan, study } = this;
    if (this.listed.plan !== plan) {
      const sites = [...study.sites, ...addedSites(study, plan)];
      this.listed = { plan, sites: new Map(sites.map((it) => [it.id, it])) };
    }
    return this.listed.sites;
  }

  /** Why nobody reaches a site by the mode chosen; undefined where it is on a road. @param {Site} site */
  unlinked(site) {
    const placed = this.answer?.placed.find((it) => it.id === site.id);
    return (placed ?? site).unlinked[this.mode];
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
    const { plan } = this;
    if (this.changed.plan !== plan) this.changed = { plan, changes: changesOf(this.study, plan) };
    return this.changed.changes;
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
    const { answer, answered } = this.kept ?? this;
    this.draft = this.kept = this.adding = null;
    this.history.act(plan, act);
    await this.assess(act, () => {
      this.history.undo();
      this.history.future.pop();
      Object.assign(this, { answer, answered });
    });
  }

  /**
   * Shows what a plan would do without taking the step.
   * @param {Plan} plan
   */
  async preview(plan) {
    const { draft } = this;
    this.kept ??= { answer: this.answer, answered: this.answered };
    this.draft = plan;
    await this.assess('', () => {
      // Of a site that is described already only the last step is taken back.
      if (draft !== null && this.adding !== null) this.draft = draft;
      else this.takeBack();
    });
    if (this.drag === null && !this.problem) this.say('Tried');
  }

  /** Gives up what was only tried. */
  async cancel() {
    if (this.kept === null) return;
    const { answer } = this.takeBack();
    if (answer?.service !== this.service || answer.mode !== this.mode) {
      await this.assess('', () => {});
      return;
    }
    this.revision += 1;
    this.busy = false;
    for (const news of /** @type {News[]} */ (['plan', 'answer', 'site', 'busy'])) this.tell(news);
    this.say('Cancelled: the plan is as it was');
  }

  takeBack() {
    const { answer, answered } = this.kept ?? this;
    if (this.site !== null && this.site === this.adding) this.site = null;
    this.draft = this.kept = this.adding = this.drag = null;
    return Object.assign(this, { answer, answered });
  }

  /** Gives one site another standing. @param {string} id @param {Partial<Standing>} standing @param {string} act */
  async set(id, standing, act) {
    // A site that is only tried does not slip into the plan with another act.
    if (this.adding !== null) await this.cancel();
    await this.act(withSite(this.plan, id, { ...this.standing(id), ...standing }), act);
  }

  async undo() {
    if (this.kept !== null) {
      await this.cancel();
      return;
    }
    const act = this.history.undo();
    if (act !== null) await this.assess(`Undone: ${act}`, () => this.history.redo());
  }

  async redo() {
    if (this.kept !== null) return;
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
    this.drag = null;
    this.arm(null);
    if (id === this.adding) {
      await this.preview(withPlace(this.plan, id, to));
      return;
    }
    await this.act(withPlace(this.history.present.plan, id, to), `Move ${this.sites.get(id)?.name ?? id} to ${where}`);
  }

  /** Tries a new site at a place; the form of its name and tier follows. @param {[number, number]} at */
  async tryNew(at) {
    this.arm(null);
    const { id, name } = newName(this.study, this.plan);
    const tier = usualTier(this.study);
    const hours = this.study.tiers.find((it) => it.id === tier)?.hours ?? null;
    this.adding = id;
    this.site = id;
    this.area = null;
    const asked = this.preview(withSite(this.plan, id, { open: true, tier, hours, to: null, added: { name, at, services: null, premises: null, frontLine: null } }));
    this.tell('area');
    this.tell('site');
    await asked;
  }

  /** Makes the site that was tried part of the plan. */
  async addTried() {
    const { adding, draft } = this;
    const name = adding === null ? undefined : this.sites.get(adding)?.name;
    if (draft && name !== undefined) await this.act(draft, `Add ${name}`);
  }

  /** Says what the next click on the map places. @param {Placing|null} placing */
  arm(placing) {
    this.placing = placing;
    this.tell('placing');
  }

  /** @param {string|null} id */
  selectSite(id) {
    if (this.adding !== null && id !== this.adding) this.cancel();
    this.site = id;
    if (id !== null) this.area = null;
    this.tell('area');
    this.tell('site');
  }

  /** Notes the site that the pointer rests on; what it reaches is drawn. @param {string|null} id */
  rest(id) {
    if (id === this.pointed) return;
    this.pointed = id;
    this.tell('pointed');
  }

  /** @param {string|null} code */
  selectArea(code) {
    if (this.adding !== null && code !== null) this.cancel();
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
    this.asking?.abort();
    this.asking = new AbortController();
    this.busy = true;
    this.tell('plan');
    this.tell('busy');
    try {
      const answer = await api.assess({ service, mode, changes: this.changes }, this.areas.keys(), this.asking.signal);
      if (revision !== this.revision) return;
      Object.assign(this, { answer, answered: plan, problem: '', alone: new Map() });
    } catch (error) {
      if (revision !== this.revision) return;
      takeBack();
      const problem = error instanceof api.Refused
        ? `${act || 'This place'}: not possible. ${error.message}.`
        : 'Fairreach does not answer. Is the program still running? Start it again and reload this page.';
      if (error instanceof api.Refused && this.kept === null && this.answered !== this.plan) {
        // The act before this one was not answered yet.
        await this.assess('', () => {});
      }
      this.problem = problem;
    }
    this.busy = false;
    if (this.site !== null && !this.sites.has(this.site)) this.selectSite(null);
    this.tell('plan');
    this.tell('problem');
    this.tell('answer');
    if (!this.problem) this.say(act);
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
    const { open, added } = this.standing(id);
    if (added) {
      await this.remove(id);
      return;
    }
    const before = today(this.study).get(id);
    const standing = open || !before ? { open: !open } : { ...before, open: true };
    await this.set(id, standing, `${open ? 'Close' : 'Open'} ${site.name}`);
  }

  /** Takes a site that the plan adds out of it again. @param {string} id */
  async remove(id) {
    const name = this.sites.get(id)?.name ?? id;
    if (this.adding !== null) await this.cancel();
    await this.act(without(this.plan, id), `Remove ${name}`);
  }

  /** The acts of the plan in words, in the study's order of sites. */
  get told() {
    return this.changes.map((change) => ({ change, text: describe(this.study, change) }));
  }
}
