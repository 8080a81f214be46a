/** Of a field of which a person ticks or clears a box. */
export const AUTO_RENEW_MESSAGE =
  'cannot be switched on with this method; leave Auto Renew as it is or switch it off, or pay by card or PayPal';
