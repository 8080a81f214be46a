/** Of the interface, not of the program: it changes with what callers can see. */
export const API_VERSION = '1.0.0';
