import { MAIL_KINDS, mailDedupeKey } from '../../../domain/mail/mail-kind';
import {
  canMoveTask,
  isTaskKind,
  TASK_KINDS,
  TASK_ROLE_BY_KIND,
  TASK_ROLES,
  TASK_STATES,
} from '../../../domain/task/task-kind';

test('a mail’s key differs by kind, subject and occasion', () => {
  const keys = MAIL_KINDS.flatMap((kind) => [
    mailDedupeKey(kind, 'a'),
    mailDedupeKey(kind, 'b'),
    mailDedupeKey(kind, 'a', 'x'),
  ]);
  expect(new Set(keys).size).toBe(3 * MAIL_KINDS.length);
  expect(mailDedupeKey('renewal_reminder', 'WP-1', '2027-03-31')).toBe('renewal_reminder:WP-1:2027-03-31');
});

test('every kind of task has a role that acts, and every role has tasks', () => {
  const roles = TASK_KINDS.map((kind) => TASK_ROLE_BY_KIND[kind]);
  expect([...new Set(roles)].sort()).toEqual([...TASK_ROLES].sort());
  expect(isTaskKind('valueOf')).toBe(false);
});

test('a task closes once, as done or dismissed', () => {
  const moves = TASK_STATES.flatMap((from) =>
    TASK_STATES.filter((to) => canMoveTask(from, to)).map((to) => `${from} ${to}`)
  );
  expect(moves).toEqual(['open done', 'open dismissed']);
});
