// Starts the page: asks for the study, then puts each panel to work.

import * as address from './address.js';
import { followAlone } from './alone.js';
import * as api from './api.js';
import { App } from './app.js';
import { showAreaCard } from './area-card.js';
import { showAreasTable } from './areas-table.js';
import { followCatchments } from './catchment.js';
import { showCentres } from './centres.js';
import { showBatch } from './batch.js';
import { showBestPlans } from './best-plans.js';
import { areasOf } from './columns.js';
import { showCompare } from './compare.js';
import { showConsultation } from './consultation.js';
import { showChoices } from './choices.js';
import { Dragging } from './dragging.js';
import { keepDrafts } from './drafts.js';
import { byId, control } from './elements.js';
import { showFind } from './find.js';
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
import { showTake } from './take.js';
import { showTour } from './tour.js';

/** The running page, once it runs: for those who open the browser's console, and for the browser test. */
export const page = {
  /** @type {App|null} */
  app: null,
  /** @type {StudyMap|null} */
  map: null,
};

async function start() {
  const [study, columns] = await Promise.all([api.study(), api.areas()]);
  const app = new App(study, areasOf(columns, study));
  page.app = app;
  const told = address.read(location.hash);
  const brought = address.follow(app, told);
  showConsultation(app);
  showFrame(app);
  showChoices(app);
  showPlan(app);
  showCentres(app);
  followAlone(app);
  showLegend(app);
  showScorecard(app);
  showSiteCard(app);
  followCatchments(app);
  const readout = showAreaCard(app);
  showAreasTable(app);
  showCompare(app);
  showBestPlans(app);
  showBatch(app);
  showFrontier(app);
  if (study.consultation === null) {
    showKept(app);
    keepDrafts(app, brought);
  }
  /** @type {StudyMap|null} */
  let map = null;
  try {
    map = new StudyMap(app, readout);
    page.map = map;
    showPlacing(app, map);
    if (study.consultation === null) new Dragging(app, map);
    followPrint(app, map);
  } catch {
    showTableInstead();
  }
  showTake(app, map);
  showFind(app, map);
  if (study.consultation === null) showTour();
  await app.assess('', () => {});
  address.select(app, map, told);
  address.keep(app, map);
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
