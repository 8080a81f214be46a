import type { Route } from '../http/route';
import { deleteContact, putContact } from './change-contact';
import { createContact } from './create-contact';
import { getContact } from './get-contact';
import { listContactsRoute } from './list-contacts';

export const CONTACT_ROUTES: readonly Route[] = [
  listContactsRoute,
  createContact,
  getContact,
  putContact,
  deleteContact,
];
