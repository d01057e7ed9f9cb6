// A consultation: one proposal beside today, to be looked at by anyone. A place comes first, its answer is a sentence, the map follows.

import { byId, control } from './elements.js';
import { lay } from './plan.js';

/** @import { App } from './app.js' */

/** Makes the page one for looking. The server refuses everything else, whatever the page does. @param {App} app */
export function showConsultation(app) {
  const { consultation, postcodes } = app.study;
  if (consultation === null) return;
  document.body.classList.add('consulting');
  const by = consultation.author === '' ? '' : `, proposed by ${consultation.author}`;
  byId('consultation-title').textContent = `${consultation.name}${by}`;
  const how = `Type ${postcodes ? 'your postcode' : 'the name of where you live'} to read what would change for you: your nearest now and proposed.`;
  byId('consultation-about').textContent = `${consultation.purpose === '' ? '' : `${consultation.purpose} `}${how} The map is for looking; nothing here can be changed.`;
  byId('consultation').hidden = false;
  byId('find-label').textContent = postcodes ? 'Your postcode' : 'Where you live';
  app.history.present = { plan: lay(app.study, consultation.changes), act: '' };
  // What is found is answered before the map.
  byId('consultation-answer').replaceWith(byId('found'));
  byId('plan-title').textContent = 'The proposal';
  app.on('plan', () => {
    const n = app.changes.length;
    byId('plan-state').textContent = `${n} ${n === 1 ? 'change' : 'changes'} against today`;
  });
  queueMicrotask(() => control('find-place', HTMLInputElement).focus());
}
