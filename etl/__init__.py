"""Luzhi (履职): work reports of China's consultative conferences (政协) as a warehouse one can trust."""
