// Undo and redo: one act is one step, and each step keeps its name.

/** @import { Plan } from './plan.js' */
/** @typedef {{plan: Plan, act: string}} Step */

export class History {
  /** @param {Plan} start */
  constructor(start) {
    /** @type {Step[]} */
    this.past = [];
    /** @type {Step} */
    this.present = { plan: start, act: '' };
    /** @type {Step[]} */
    this.future = [];
  }

  /** Takes a step; what was undone before is given up. @param {Plan} plan @param {string} act */
  act(plan, act) {
    this.past.push(this.present);
    this.present = { plan, act };
    this.future = [];
  }

  /** Steps back; tells the act undone. @returns {string|null} */
  undo() {
    const step = this.past.pop();
    if (!step) return null;
    const { act } = this.present;
    this.future.push(this.present);
    this.present = step;
    return act;
  }

  /** Steps forward again; tells the act redone. @returns {string|null} */
  redo() {
    const step = this.future.pop();
    if (!step) return null;
    this.past.push(this.present);
    this.present = step;
    return step.act;
  }
}
