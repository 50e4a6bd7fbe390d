<?php
// SFTP operations by phpseclib 3: client.php PORT USER KEY, in the protocol of ScriptClient.
require 'phpseclib3/autoload.php';

use phpseclib3\Crypt\PublicKeyLoader;
use phpseclib3\Net\SFTP;

[, $port, $user, $key] = $argv;

function done($result)
{
    if ($result === false) {
        throw new RuntimeException('refused');
    }
    return $result;
}

$operations = [
    'put' => fn ($sftp, $file, $path) => done($sftp->put($path, $file, SFTP::SOURCE_LOCAL_FILE)),
    'get' => fn ($sftp, $path, $file) => done($sftp->get($path, $file)),
    'mkdir' => fn ($sftp, $path) => done($sftp->mkdir($path)),
    'rmdir' => fn ($sftp, $path) => done($sftp->rmdir($path)),
    'rm' => fn ($sftp, $path) => done($sftp->delete($path, false)),
    'rename' => fn ($sftp, $from, $to) => done($sftp->rename($from, $to)),
    'symlink' => fn ($sftp, $target, $link) => done($sftp->symlink($target, $link)),
    'list' => fn ($sftp, $path) => implode("\0", array_diff(done($sftp->nlist($path)), ['.', '..'])),
    'append' => fn ($sftp, $file, $path) => done($sftp->put($path, $file, SFTP::SOURCE_LOCAL_FILE | SFTP::RESUME)),
    'resume-up' => function ($sftp, $file, $path) {
        $size = $sftp->filesize($path);
        done($sftp->put($path, $file, SFTP::SOURCE_LOCAL_FILE, $size, $size));
    },
    'resume-down' => function ($sftp, $path, $file) {
        $local = fopen($file, 'ab');
        done($sftp->get($path, $local, filesize($file)));
        fclose($local);
    },
    'put-as-it-is' => function ($sftp, $file, $path) {
        $sftp->enableDatePreservation();
        done($sftp->put($path, $file, SFTP::SOURCE_LOCAL_FILE));
        $sftp->disableDatePreservation();
        done($sftp->chmod(fileperms($file) & 0777, $path));
    },
];

$sftp = new SFTP('127.0.0.1', (int) $port);
$sftp->disableStatCache();
done($sftp->login($user, PublicKeyLoader::load(file_get_contents($key))));
while (($line = fgets(STDIN)) !== false) {
    $words = array_map('base64_decode', explode(' ', trim($line)));
    $operation = array_shift($words);
    if (isset($operations[$operation])) {
        try {
            $output = $operations[$operation]($sftp, ...$words);
            $answer = 'ok';
            $text = $operation === 'list' ? $output : '';
        } catch (Throwable $failed) {
            $answer = 'failed';
            $text = $failed . "\n" . $sftp->getLastSFTPError();
        }
    } else {
        $answer = 'none';
        $text = $operation === 'put-tree' || $operation === 'get-tree' ? 'file by file' : 'no command';
    }
    echo $answer, ' ', base64_encode($text), "\n";
}
