import type { Clock } from '../../gateways/clock/clock';
import type { ProvideCreditNotePdf, ProvideInvoicePdf, ProvideProformaPdf } from '../../gateways/pdf/provide-pdf';
import type { Mailer } from '../../gateways/shared/mailer';
import type { MailRenderer } from '../../gateways/smtp/render-mail';
import type { StepDeps } from '../shared/step-deps';

export interface MailDeps extends Pick<StepDeps, 'db' | 'policies'> {
  /** A hand-over happens when it happens: `at` of a step that was tried for two days would expire its link unseen. */
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly mailRenderer: Pick<MailRenderer, 'renderStoredMail'>;
  readonly providePdf: ProvideInvoicePdf;
  readonly provideProformaPdf: ProvideProformaPdf;
  readonly provideCreditNotePdf: ProvideCreditNotePdf;
  readonly linkSecret: string;
  /** Base of the link's address, without a slash at the end. */
  readonly publicUrl: string;
}
