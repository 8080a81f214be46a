import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';
import { eventually } from '../eventually';
import { testEnvironment } from '../servers/test-environment';
import { testTemporalAddress } from '../servers/test-temporal';

const {
  INDEXED_VALUE_TYPE_KEYWORD: KEYWORD,
  INDEXED_VALUE_TYPE_INT: INT,
  INDEXED_VALUE_TYPE_DATETIME: DATETIME,
} = temporal.api.enums.v1.IndexedValueType;
const ATTRIBUTES = {
  State: KEYWORD,
  WaitingFor: KEYWORD,
  WhoActs: KEYWORD,
  PartnerId: KEYWORD,
  CompanyId: KEYWORD,
  Channel: KEYWORD,
  Currency: KEYWORD,
  AmountMinor: INT,
  DueAt: DATETIME,
};

/** A namespace of its own, so that the server's counter of actions counts one test alone. */
export async function createCountedNamespace(): Promise<string> {
  const namespace = `counted${randomBytes(4).toString('hex')}`;
  const connection = await Connection.connect({ address: testTemporalAddress() });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('1 day'),
    });
    await eventually(() =>
      connection.operatorService.addSearchAttributes({ namespace, searchAttributes: ATTRIBUTES }).then(() => true)
    );
    await eventually(async () => {
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      return Object.keys(ATTRIBUTES).every((name) => Object.hasOwn(customAttributes, name));
    });
  } finally {
    await connection.close();
  }
  return namespace;
}

/** The server's own count of billable actions in a namespace. */
export async function countActions(namespace: string): Promise<number> {
  const response = await fetch(testEnvironment('PURSER_TEST_TEMPORAL_METRICS'));
  const lines = (await response.text()).split('\n');
  return lines
    .filter((line) => line.startsWith('action{') && line.includes(`namespace="${namespace}"`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
