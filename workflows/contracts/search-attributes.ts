import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** Registered at the namespace by the start-up; ids, amounts and states only. */
export const SEARCH_ATTRIBUTES = {
  state: defineSearchAttributeKey('State', SearchAttributeType.KEYWORD),
  waitingFor: defineSearchAttributeKey('WaitingFor', SearchAttributeType.KEYWORD),
  whoActs: defineSearchAttributeKey('WhoActs', SearchAttributeType.KEYWORD),
  partnerId: defineSearchAttributeKey('PartnerId', SearchAttributeType.KEYWORD),
  companyId: defineSearchAttributeKey('CompanyId', SearchAttributeType.KEYWORD),
  channel: defineSearchAttributeKey('Channel', SearchAttributeType.KEYWORD),
  currency: defineSearchAttributeKey('Currency', SearchAttributeType.KEYWORD),
  amountMinor: defineSearchAttributeKey('AmountMinor', SearchAttributeType.INT),
  dueAt: defineSearchAttributeKey('DueAt', SearchAttributeType.DATETIME),
} as const;
