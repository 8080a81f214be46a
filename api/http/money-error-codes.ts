import type { ErrorCode } from './error-code';

/** Refusals about money: receipts, approvals, proformas, and what stands in the way of an unfinished order. */
export const MONEY_ERROR_CODES = {
  own_record: {
    status: 403,
    title: 'A second person is needed',
    detail: 'You recorded, allocated or reported this money yourself. Somebody else with the right has to decide it.',
  },
  receipt_not_found: {
    status: 404,
    title: 'Receipt not found',
    detail: 'There is no receipt with this ID for you to see. Check it against the list of receipts.',
  },
  allocation_not_found: {
    status: 404,
    title: 'Allocation not found',
    detail: 'This allocation does not exist, or was withdrawn. Read the receipt again.',
  },
  receipt_return_not_found: {
    status: 404,
    title: 'Return not found',
    detail: 'There is no return of money with this ID for you to see. Check it against the list of returns.',
  },
  dispute_not_found: {
    status: 404,
    title: 'Dispute not found',
    detail: 'There is no dispute with this ID for you to see. Check it against the list of disputes.',
  },
  receipt_report_not_found: {
    status: 404,
    title: 'Report not found',
    detail: 'There is no reported receipt with this ID for you to see. Check it against the list of reports.',
  },
  evidence_not_found: {
    status: 404,
    title: 'Evidence not found',
    detail: 'There is no evidence file with this ID for you to see. Upload the file first.',
  },
  proforma_not_found: {
    status: 404,
    title: 'Proforma not found',
    detail: 'There is no registered proforma with this ID for you to see. Check it against the register.',
  },
  order_without_proforma: {
    status: 404,
    title: 'No proforma invoice',
    detail: 'This order has no proforma invoice of ours: it names a PI of yours, or was not placed for bank transfer.',
  },
  refund_not_found: {
    status: 404,
    title: 'Refund not found',
    detail: 'There is no refund with this ID for you to see. Check it against the list of refunds.',
  },
  refund_open: {
    status: 409,
    title: 'A refund is under way',
    detail: 'A refund of this order has not come to its end. Finish or withdraw that one, then decide anew.',
  },
  correction_not_found: {
    status: 404,
    title: 'Correction not found',
    detail: 'This invoice has no correction with this ID. Check it against the answer to your request.',
  },
  correction_open: {
    status: 409,
    title: 'A correction is under way',
    detail: 'The invoice of this order is being made out anew. Look again in a moment and correct the new one.',
  },
  invoice_credited: {
    status: 409,
    title: 'Invoice is credited',
    detail: 'This invoice was credited as a whole. Where it was replaced, correct the one that stands for it.',
  },
  payment_disputed: {
    status: 409,
    title: 'The payment is disputed',
    detail: 'The payer has disputed this payment, so the provider holds its money. Wait until the dispute is decided.',
  },
  nothing_to_refund: {
    status: 409,
    title: 'Nothing is left to refund',
    detail: 'All that was paid for this order, or all that was invoiced, has gone back already.',
  },
  money_received: {
    status: 409,
    title: 'Money is there',
    detail: 'Money has arrived for this order, so it goes on. Read the order again; a paid one can be refunded.',
  },
  money_announced: {
    status: 409,
    title: 'Money is on its way',
    detail: 'A payment for this order has been announced. Wait until it has settled or failed, and look again.',
  },
  receipt_on_order: {
    status: 409,
    title: 'A receipt is on the order',
    detail:
      'Bank money is allocated to this order, so neither its method changes nor is it cancelled. Ask your account manager.',
  },
  receipt_reversed: {
    status: 409,
    title: 'Receipt was reversed',
    detail: 'This receipt was reversed, so its money counts no longer. Record the line of the bank statement anew.',
  },
  receipt_duplicate: {
    status: 409,
    title: 'Recorded already',
    detail:
      'This line of the bank statement has been recorded before. Look at that receipt, and allocate what is left of it.',
  },
  receipt_in_use: {
    status: 409,
    title: 'Receipt still pays an order',
    detail:
      'Not every order that this receipt pays gives the money back. Settle those first, then reverse the receipt again.',
  },
  shortfall_none: {
    status: 409,
    title: 'Nothing is missing',
    detail: 'Nothing is open on this order, or no money has come yet, so there is no shortfall to close.',
  },
  shortfall_too_large: {
    status: 409,
    title: 'Shortfall too large',
    detail: 'More is missing than can be closed as bank charges. Ask the partner for the rest.',
  },
  prolonged_before: {
    status: 409,
    title: 'Prolonged before',
    detail: 'The deadline of this order has been moved as often as is allowed. Let it end, and place a new order.',
  },
  proforma_used: {
    status: 409,
    title: 'Proforma is in use',
    detail: 'An order is paid by this proforma, so it stays registered. It is free again when that order ends unpaid.',
  },
  evidence_not_recognised: {
    status: 422,
    title: 'Not a PDF, PNG or JPEG',
    detail: 'The content of the file is not what its type says, or is damaged. Send a whole PDF, PNG or JPEG file.',
  },
} as const satisfies Record<string, ErrorCode>;
