/** Version of the terms of sale that an order accepts; the text itself is the vendor's. */
export const TERMS_VERSION = '2026-11-01';

/** Version of the sentence with which a buyer allows later charges of the saved method. */
export const CONSENT_TEXT_VERSION = '2026-11-01';
