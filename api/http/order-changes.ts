/** Tells live views that an order may have changed; they read its state themselves. */
export interface OrderChanges {
  /** Returns a function that ends the subscription. */
  subscribe(orderId: string, changed: () => void): () => void;
}

/** Where notifications come in: the channel of orders, and news that some may have been missed. */
export interface OrderChangesHub extends OrderChanges {
  /** An order id, as NOTIFY carries it. */
  changed(orderId: string): void;
  /** After a lost connection: every live view reads again. */
  allChanged(): void;
}

export function createOrderChanges(): OrderChangesHub {
  const views = new Map<string, Set<() => void>>();
  return {
    subscribe(orderId, changed) {
      const ofOrder = views.get(orderId) ?? new Set();
      views.set(orderId, ofOrder.add(changed));
      return () => {
        ofOrder.delete(changed);
        if (ofOrder.size === 0 && views.get(orderId) === ofOrder) views.delete(orderId);
      };
    },
    changed(orderId) {
      for (const changed of views.get(orderId) ?? []) changed();
    },
    allChanged() {
      for (const ofOrder of views.values()) for (const changed of ofOrder) changed();
    },
  };
}
