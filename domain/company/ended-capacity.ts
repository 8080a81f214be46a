import { SERVICES, type Capacities, type Service } from '../catalogue/plan';
import type { LineItem } from '../quote/quote';
import type { CapacityChoice } from '../payment/refund-state';
import type { Period } from '../time/iso-date';

/** Capacity of one refunded line that ends. */
export interface EndingCapacity {
  readonly item: LineItem;
  readonly quantity: number;
  readonly choice: Exclude<CapacityChoice, 'keep'>;
}

export interface RefundedCapacity {
  readonly item: LineItem;
  /** Units of the line that are given back. */
  readonly quantity: number;
  readonly choice: CapacityChoice;
  readonly period: Period;
}

/**
 * What ends with a refund. An order that was charged for this term and the next names the same units on two lines; they end
 * once, the stronger choice holding.
 */
export function endingsOf(lines: readonly RefundedCapacity[]): EndingCapacity[] {
  const endings = new Map<string, EndingCapacity>();
  for (const { item, quantity, choice } of lines) {
    if (choice === 'keep') continue;
    const known = endings.get(nameOf(item));
    endings.set(nameOf(item), {
      item,
      quantity: Math.max(quantity, known?.quantity ?? 0),
      choice: known?.choice === 'end_now' ? 'end_now' : choice,
    });
  }
  return [...endings.values()];
}

/**
 * An order takes back what it bought and no more: what earlier refunds of it have ended is other orders' capacity by now, or
 * gone. What is left of nothing ends nothing.
 */
export function withinBought(
  endings: readonly EndingCapacity[],
  bought: readonly { readonly item: LineItem; readonly quantity: number }[],
  endedBefore: readonly EndingCapacity[]
): EndingCapacity[] {
  return endings.flatMap((ending) => {
    const units = Math.max(0, ...ofItem(bought, ending.item).map(({ quantity }) => quantity));
    const gone = ofItem(endedBefore, ending.item).reduce((sum, { quantity }) => sum + quantity, 0);
    const quantity = Math.min(ending.quantity, units - gone);
    return quantity > 0 ? [{ ...ending, quantity }] : [];
  });
}

function ofItem<T extends { readonly item: LineItem }>(all: readonly T[], item: LineItem): T[] {
  return all.filter((one) => nameOf(one.item) === nameOf(item));
}

function nameOf(item: LineItem): string {
  return item.type === 'plan' ? 'plan' : item.service;
}

/** Whether the company loses its plan with them. */
export function endsPlan(endings: readonly EndingCapacity[], choice: EndingCapacity['choice']): boolean {
  return endings.some((ending) => ending.item.type === 'plan' && ending.choice === choice);
}

/** What is left of the capacities after the endings of one choice; never below zero. */
export function capacitiesAfter(
  capacities: Capacities,
  endings: readonly EndingCapacity[],
  choice: EndingCapacity['choice']
): Capacities {
  const left: Record<Service, number> = { ...capacities };
  for (const ending of endings) {
    if (ending.choice !== choice || ending.item.type !== 'service') continue;
    const { service } = ending.item;
    left[service] = Math.max(0, left[service] - ending.quantity);
  }
  return left;
}

/** A plan carries every service: it cannot end under capacity that other orders have paid for. */
export function servicesLeft(capacities: Capacities): readonly Service[] {
  return SERVICES.filter((service) => capacities[service] > 0);
}
