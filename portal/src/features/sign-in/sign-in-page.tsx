import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { callApi } from '../../shared/api/client';
import { Field } from '../../shared/ui/field';
import { Notice } from '../../shared/ui/notice';

export function SignInPage({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => callApi('POST /v1/sessions', { body: { email, password } }),
    onSuccess: onSignedIn,
  });
  return (
    <form
      className="card narrow"
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <h1>Sign in</h1>
      {signIn.isError ? <Notice kind="problem">{signIn.error.message}</Notice> : null}
      <Field label="E-mail" type="email" autoComplete="username" required autoFocus value={email} onText={setEmail} />
      <Field
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onText={setPassword}
      />
      <button type="submit" className="primary" disabled={signIn.isPending}>
        {signIn.isPending ? 'Signing in …' : 'Sign in'}
      </button>
    </form>
  );
}
