// Printing: a map that is drawn by the graphics card prints blank, so a picture of it is put on the paper.

import { byId, make } from './elements.js';

/** @import { App } from './app.js' */
/** @import { StudyMap } from './map.js' */

/** @param {App} app @param {StudyMap} studyMap */
export function followPrint(app, studyMap) {
  const picture = make('img', { class: 'print-map', alt: '' });
  byId('map').before(picture);
  window.addEventListener('beforeprint', () => {
    picture.src = studyMap.picture();
    byId('printed').textContent = printed(app);
    picture.alt = `Map: ${app.changes.length === 0 ? 'today' : 'the plan'}, ${app.modePhrase}`;
  });
  window.addEventListener('afterprint', () => picture.removeAttribute('src'));
}

/** What the paper says of itself: the plan, when it was printed, and how things were measured. @param {App} app */
function printed(app) {
  const name = document.getElementById('kept-name');
  const author = document.getElementById('kept-author');
  const called = name instanceof HTMLInputElement && name.value.trim() !== '' ? name.value.trim() : app.changes.length === 0 ? 'Today' : 'Unnamed plan';
  const by = author instanceof HTMLInputElement && author.value.trim() !== '' ? ` by ${author.value.trim()}` : '';
  const standard = app.answer?.standard_minutes ?? null;
  return `${called}${by}, printed ${new Date().toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })}. ${app.serviceChosen?.name ?? ''} ${app.modePhrase}${standard === null ? '' : `, standard ${standard} minutes`}.`;
}
