export const PLANS = ['basic', 'standard', 'pro'] as const;
export type Plan = (typeof PLANS)[number];

export const SERVICES = ['meeting_room', 'location', 'desk', 'visitor'] as const;
export type Service = (typeof SERVICES)[number];

export const CYCLES = ['monthly', 'annually'] as const;
export type Cycle = (typeof CYCLES)[number];

/** Units of capacity per service; a service that is not subscribed stands at 0. */
export type Capacities = Readonly<Record<Service, number>>;

/** `years` is 1–5 for annual terms and null for monthly ones. */
export interface TermLength {
  readonly cycle: Cycle;
  readonly years: number | null;
}
