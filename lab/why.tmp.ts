import { loadCases } from '../cli/evaluation/load-cases';
import { askedPoints } from '../cli/evaluation/quick/predictor';
import { agreesOnItsLines } from '../src/core/evaluation';
import { toHunks } from '../src/core/prediction';
import { momentOf, propose } from '../src/core/proposals';
import { candidateLines } from '../src/core/proposals/trial';
import { invertChange } from '../src/core/text';
const only = process.argv[2] ?? '';
for (const played of loadCases(['e2e/sessions/everyday/open']).cases) {
  if (!played.kind.includes(only)) continue;
  askedPoints(played).forEach(({ asked, point }, i) => {
    if (point.due.kind === 'nothing') return;
    const edits = asked.edits.map(({ before, change, source, ageMs }) => ({ change, inverse: invertChange(before, change), source, endedAt: -ageMs }));
    const at = momentOf({ language: asked.language, path: asked.path, text: asked.text, cursor: asked.cursor, edits, now: 0 });
    const all = propose(at);
    const due = [point.due.change, ...(point.due.others ?? [])];
    const right = all.findIndex((p) => { const h = toHunks(at.text, p.change); return h.length > 0 && due.some((d) => h.every((x) => agreesOnItsLines(at.text, x, d))); });
    if (right >= 0) return;
    console.log(`== ${played.kind} ${played.id}#${i} ${asked.path}`);
    const last = asked.history.at(-1); console.log('  did', JSON.stringify(last?.before.slice(-120)), '->', JSON.stringify(last?.after.slice(-160)));
    console.log('  due', candidateLines(at.text, { change: due[0]! }).slice(0, 300));
    for (const p of all.slice(0, 3)) console.log('  got', p.family, p.evidence.variant, candidateLines(at.text, p).slice(0, 160));
  });
}
