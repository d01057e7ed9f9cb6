// Printing: a map that is drawn by the graphics card prints blank, so a picture of it is put on the paper.

import { byId, make } from './elements.js';

/** @import { App } from './app.js' */
/** @import { StudyMap } from './map.js' */

/** @param {App} app @param {StudyMap} studyMap */
export function followPrint(app, studyMap) {
  const picture = make('img', { class: 'print-map', alt: '' });
  byId('map').before(picture);
  window.addEventListener('beforeprint', () => {
    const { map } = studyMap;
    // Drawn and read in one breath: the picture is gone once the browser has shown it.
    map.redraw();
    picture.src = map.getCanvas().toDataURL();
    picture.alt = `Map: ${app.changes.length === 0 ? 'today' : 'the plan'}, ${app.modePhrase}`;
  });
  window.addEventListener('afterprint', () => picture.removeAttribute('src'));
}
