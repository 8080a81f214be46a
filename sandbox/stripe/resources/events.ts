import { z } from 'zod';
import { pathId, type Operation } from '../api-call';
import { checkParams, expand, pagination, text } from '../form-params';
import { listObject } from '../objects/list-object';
import { find } from '../stripe-state';
import { eventObject } from '../webhooks/event-log';

export const retrieveEvent: Operation = ({ state, events }, call) => {
  checkParams(z.strictObject({ expand: expand.optional() }), call.input);
  const row = find(state.events, 'event', pathId(call));
  return eventObject(row, events.deliveries.get(row.id));
};

const listParams = z.strictObject({
  ...pagination,
  type: text(100).optional(),
  types: z.array(text(100)).max(20).optional(),
});

export const listEvents: Operation = ({ state, events }, call) => {
  const params = checkParams(listParams, call.input);
  const wanted = params.type === undefined ? params.types : [params.type];
  const rows = state.events.all().filter((row) => wanted === undefined || wanted.includes(row.type));
  return listObject('/v1/events', rows, params, (row) => eventObject(row, events.deliveries.get(row.id)));
};
