import type { Locale } from '../../domain/billing/billing-data';

interface PageText {
  readonly title: string;
  readonly lead: string;
  readonly button?: string;
  /** Small print below. */
  readonly note?: string;
}

export type LinkPageName =
  | 'ready'
  | 'again'
  | 'used'
  | 'expired'
  | 'revoked'
  | 'unknown'
  | 'preparing'
  | 'sent'
  | 'onItsWay'
  | 'tooOften'
  | 'noNewLink';

const ASK_STAFF = 'Or find the invoice in the portal under Billing, where it can be downloaded at any time.';
const ASK_STAFF_ZH = '您也可以随时在门户的“账单”中下载该发票。';
const NEW_LINK = 'Send me a new link';
const NEW_LINK_ZH = '发送新链接';

/** What the public pages say. Nothing here tells anything of the invoice. */
export const LINK_TEXTS: Readonly<Record<Locale, Readonly<Record<LinkPageName, PageText>>>> = {
  en: {
    ready: {
      title: 'Your invoice is ready',
      lead: 'The button downloads it as a PDF. The link works once, so save the file.',
      button: 'Download the invoice',
      note: 'If the download breaks off, you can repeat it in this browser for five minutes.',
    },
    again: {
      title: 'Download it again',
      lead: 'You have just downloaded this invoice. In this browser you can still repeat that for a few minutes.',
      button: 'Download the invoice again',
    },
    used: {
      title: 'This link has been used',
      lead: 'The invoice was downloaded with it, and a link works only once. A new link goes to the same e-mail address.',
      button: NEW_LINK,
      note: ASK_STAFF,
    },
    expired: {
      title: 'This link has expired',
      lead: 'Links to invoices work for 24 hours. A new link goes to the same e-mail address.',
      button: NEW_LINK,
      note: ASK_STAFF,
    },
    revoked: {
      title: 'This link was replaced',
      lead: 'A newer mail carries the link that works. If you cannot find it, ask for another one.',
      button: NEW_LINK,
      note: ASK_STAFF,
    },
    unknown: {
      title: 'There is nothing here',
      lead: 'This link is not one of ours. Check that it was copied whole from the mail.',
    },
    preparing: {
      title: 'One moment, please',
      lead: 'The invoice is being prepared. Your link has not been used; try again in a few seconds.',
      button: 'Try again',
    },
    sent: {
      title: 'A new link is on its way',
      lead: 'It goes to the same e-mail address as before and works once, for 24 hours. You can close this page.',
    },
    onItsWay: {
      title: 'A link is already on its way',
      lead: 'Its mail is being sent to the same e-mail address. Look there in a few minutes, also among junk mail.',
    },
    tooOften: {
      title: 'Several links have been sent already',
      lead: 'Please look for the newest mail, also among junk mail, and try again later.',
      note: ASK_STAFF,
    },
    noNewLink: {
      title: 'No new link can be sent from here',
      lead: 'The invoice has since been sent to another address or was corrected. Ask your contact for it.',
      note: ASK_STAFF,
    },
  },
  zh: {
    ready: {
      title: '您的发票已准备好',
      lead: '点击按钮即可下载 PDF。该链接只能使用一次，请保存文件。',
      button: '下载发票',
      note: '如果下载中断，您可以在五分钟内用同一浏览器重试。',
    },
    again: {
      title: '再次下载',
      lead: '您刚刚下载过该发票。在接下来的几分钟内，您仍可用此浏览器再次下载。',
      button: '再次下载发票',
    },
    used: {
      title: '该链接已被使用',
      lead: '发票已通过该链接下载，每个链接只能使用一次。新链接将发送到同一邮箱。',
      button: NEW_LINK_ZH,
      note: ASK_STAFF_ZH,
    },
    expired: {
      title: '该链接已过期',
      lead: '发票链接的有效期为 24 小时。新链接将发送到同一邮箱。',
      button: NEW_LINK_ZH,
      note: ASK_STAFF_ZH,
    },
    revoked: {
      title: '该链接已被替换',
      lead: '请使用更新邮件中的链接。如果找不到，可以再请求一个。',
      button: NEW_LINK_ZH,
      note: ASK_STAFF_ZH,
    },
    unknown: { title: '此处没有内容', lead: '该链接无效。请检查是否从邮件中完整复制。' },
    preparing: { title: '请稍候', lead: '发票正在准备中。您的链接尚未使用，请几秒后重试。', button: '重试' },
    sent: { title: '新链接已发送', lead: '新链接将发送到原邮箱，24 小时内可使用一次。您可以关闭此页面。' },
    onItsWay: { title: '链接正在发送中', lead: '邮件正在发往同一邮箱。请几分钟后查收，并检查垃圾邮件。' },
    tooOften: { title: '已多次发送链接', lead: '请查找最新的邮件（包括垃圾邮件），并稍后再试。', note: ASK_STAFF_ZH },
    noNewLink: {
      title: '无法从此处发送新链接',
      lead: '该发票已发送到其他地址或已更正。请联系您的对接人。',
      note: ASK_STAFF_ZH,
    },
  },
};

/** The first of our languages that the browser asks for; there is no invoice to take the language from on a public page. */
export function pageLocale(acceptLanguage: string | undefined): Locale {
  const wanted = (acceptLanguage ?? '').slice(0, 200).toLowerCase().split(',');
  for (const language of wanted) {
    if (language.trim().startsWith('zh')) return 'zh';
    if (language.trim().startsWith('en')) return 'en';
  }
  return 'en';
}
