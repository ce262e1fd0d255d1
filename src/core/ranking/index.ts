export { FAMILIES, featuresOf } from './features';
export { EAGERNESS, probabilityOf, type Eagerness, type Forest } from './forest';
export { chosen, rank, type Ranked } from './rank';
