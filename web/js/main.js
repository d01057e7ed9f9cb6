// Starts the page: asks for the study, then puts each panel to work.

import * as api from './api.js';
import { App } from './app.js';
import { showAreaCard } from './area-card.js';
import { showAreasTable } from './areas-table.js';
import { followCatchments } from './catchment.js';
import { showCentres } from './centres.js';
import { showChoices } from './choices.js';
import { Dragging } from './dragging.js';
import { byId, control } from './elements.js';
import { showFrame } from './frame.js';
import { showFrontier } from './frontier.js';
import { showKept } from './kept.js';
import { showLegend } from './legend.js';
import { StudyMap } from './map.js';
import { showPlacing } from './placing.js';
import { showPlan } from './plan-panel.js';
import { followPrint } from './print.js';
import { showScorecard } from './scorecard.js';
import { showSiteCard } from './site-card.js';

/** The running page, once it runs: for those who open the browser's console, and for the browser test. */
export const page = {
  /** @type {App|null} */
  app: null,
  /** @type {StudyMap|null} */
  map: null,
};

async function start() {
  const [study, areas, districts, roads] = await Promise.all([api.study(), api.areas(), api.districts(), api.roads()]);
  const app = new App(study, areas.features.map((it) => it.properties));
  page.app = app;
  showFrame(app);
  showChoices(app);
  showPlan(app);
  showCentres(app);
  showLegend(app);
  showScorecard(app);
  showSiteCard(app);
  followCatchments(app);
  const readout = showAreaCard(app);
  showAreasTable(app);
  showFrontier(app);
  showKept(app);
  try {
    const map = new StudyMap(app, { areas, districts, roads }, readout);
    page.map = map;
    showPlacing(app, map);
    new Dragging(app, map);
    followPrint(app, map);
  } catch {
    showTableInstead();
  }
  await app.assess('', () => {});
}

function showTableInstead() {
  control('view-table', HTMLButtonElement).click();
  control('view-map', HTMLButtonElement).disabled = true;
  const problem = byId('problem');
  problem.textContent = 'This browser cannot draw the map (it needs WebGL). The table and the scorecard carry the same figures.';
  problem.hidden = false;
  document.body.dataset.idle = '';
}

start().catch((error) => {
  const problem = byId('problem');
  problem.textContent = `The study could not be loaded: ${error.message}. Is the program still running?`;
  problem.hidden = false;
});
