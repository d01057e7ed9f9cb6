// The tour: three steps, each beside what it is about, that anyone can close.

import { byId, control } from './elements.js';

/** Where this browser keeps that the tour was seen. */
const SEEN = 'fairreach-help-seen';

/** What each step is beside, its title and its words. @type {[string, string, string][]} */
const STEPS = [
  ['stage', 'See', 'Darker areas are further from an open centre. Point at an area for its figures, or go to one at the top; choose what areas are shaded by above the map.'],
  ['plan', 'Change', 'Open or close a centre in the list or on the map, drag one to another place, or add a site anywhere. Each change can be undone, and each is answered at once.'],
  ['score', 'Compare', 'Your plan beside today: who gains, who travels further, what it costs. Compare sets plans side by side; Best plans are those that the program finds.'],
];

export function showTour() {
  const box = byId('step');
  const help = control('help', HTMLButtonElement);
  const next = control('step-next', HTMLButtonElement);
  const back = control('step-back', HTMLButtonElement);
  let at = 0;
  const show = () => {
    const [beside = '', title = '', text = ''] = STEPS[at] ?? [];
    byId('step-title').textContent = `${at + 1} of ${STEPS.length}: ${title}`;
    byId('step-text').textContent = text;
    next.textContent = at === STEPS.length - 1 ? 'Begin' : 'Next';
    back.hidden = at === 0;
    box.dataset.beside = beside;
    for (const [id] of STEPS) byId(id).classList.toggle('lit', id === beside);
  };
  const close = () => {
    box.hidden = true;
    for (const [id] of STEPS) byId(id).classList.remove('lit');
    remember();
    help.focus();
  };
  const open = () => {
    at = 0;
    box.hidden = false;
    show();
    next.focus();
  };
  help.addEventListener('click', () => (box.hidden ? open() : close()));
  next.addEventListener('click', () => {
    at += 1;
    if (at === STEPS.length) close();
    else show();
  });
  back.addEventListener('click', () => {
    at -= 1;
    show();
    next.focus();
  });
  byId('step-done').addEventListener('click', close);
  // Escape closes the tour first, wherever the focus is.
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || box.hidden) return;
    event.stopPropagation();
    close();
  }, { capture: true });
  if (!remembered()) open();
}

/** Whether this browser has seen the tour; one that keeps nothing shows it each time. */
function remembered() {
  try {
    return localStorage.getItem(SEEN) !== null;
  } catch {
    return false;
  }
}

function remember() {
  try {
    localStorage.setItem(SEEN, '1');
  } catch {
    // A browser that keeps nothing shows the tour again, which does no harm.
  }
}
