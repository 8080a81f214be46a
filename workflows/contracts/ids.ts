/** Workflow ids are business keys; they hold no personal data. */
export const orderWorkflowId = (orderId: string): string => `order-${orderId}`;
export const aftercareWorkflowId = (orderId: string): string => `aftercare-${orderId}`;
export const subscriptionWorkflowId = (companyId: string): string => `subscription-${companyId}`;
export const reconcileWorkflowId = (runId: string): string => `reconcile-${runId}`;
export const deliveryWorkflowId = (mailId: string): string => `delivery-${mailId}`;

/** One queue for all: the default of every root, replaced in tests. */
export const DEFAULT_TASK_QUEUE = 'purser';

/** Every worker is versioned; only releases change the build id. */
export const DEPLOYMENT_NAME = 'purser';
export const DEV_BUILD_ID = 'dev';

/** 1 first: people before machines before bulk. */
export const PRIORITY = { person: 1, machine: 3, bulk: 5 } as const;
