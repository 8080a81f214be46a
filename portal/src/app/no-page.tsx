/** For whom the portal has no page, or not this one. */
export function NoPage({ isUnknown }: { readonly isUnknown: boolean }) {
  return (
    <section className="card narrow">
      <h1>{isUnknown ? 'Nothing here for you' : 'No page for your role yet'}</h1>
      <p>
        {isUnknown
          ? 'This address leads nowhere, or your rights do not reach it. Go on from the top of the page, or ask your administrator for the right.'
          : 'You are signed in. What your role does is done through the API for now; its pages are described at '}
        {isUnknown ? null : <a href="/docs">/docs</a>}
        {isUnknown ? null : '.'}
      </p>
    </section>
  );
}
