import { second } from './second';

/** With `second` a circle of imports, which lint has to find. */
export const first = (): number => second();
