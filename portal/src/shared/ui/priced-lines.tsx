import type { Schema } from '../api/client';
import { formatMoney } from '../format/money';

/** The lines of a quote or an order, each with its arithmetic in words. */
export function PricedLines({ lines }: { readonly lines: readonly Schema<'PricedLine'>[] }) {
  return (
    <ul className="lines">
      {lines.map((line) => (
        <li key={line.lineNo}>
          <div className="line">
            <span>
              {line.name} +{line.quantity}
            </span>
            <strong>{formatMoney(line.net)}</strong>
          </div>
          <p className="hint">{line.arithmetic}</p>
        </li>
      ))}
    </ul>
  );
}
